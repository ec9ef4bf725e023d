import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { OperatorError } from "./operator-error.ts";

/** Encrypts secrets that the database has to keep readable, such as those that webhooks are signed with. */
export type SecretBox = {
  /** Encrypts under the first key; without a key the secret stays as it is. `place` says where it is stored: it opens nowhere else. */
  seal(secret: string, place: string): string;
  /** Decrypts what any of the keys has sealed; what was never sealed is answered as it is. Throws `SecretKeyMissingError`. */
  open(stored: string, place: string): string;
  /** Whether it is as `seal` would write it now: under the first key, or plain where there is none. */
  isCurrent(stored: string): boolean;
};

/** A stored secret was sealed under a key that this process does not have. */
export class SecretKeyMissingError extends OperatorError {
  override readonly name = "SecretKeyMissingError";
  constructor(keyId: string) {
    super(
      `A stored secret was encrypted under the key ${keyId}, which is not in SECRETS_KEY: add that key at its end.`,
    );
  }
}

/** Marks a sealed secret: `sealed:<key id>:<nonce, tag and ciphertext in base64url>`. */
const prefix = "sealed:";

const nonceSize = 12;
const tagSize = 16;

/** AES-256-GCM. Of several keys of 32 bytes the first encrypts; the others still decrypt. */
export function createSecretBox(keys: readonly Buffer[]): SecretBox {
  const keyById = new Map(keys.map((key) => [keyIdOf(key), key]));
  const [first] = keys;
  return {
    seal(secret, place) {
      if (!first) return secret;
      const nonce = randomBytes(nonceSize);
      const cipher = createCipheriv("aes-256-gcm", first, nonce).setAAD(Buffer.from(place));
      const ciphertext = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]);
      return `${prefix}${keyIdOf(first)}:${sealed.toString("base64url")}`;
    },
    open(stored, place) {
      if (!stored.startsWith(prefix)) return stored;
      const [keyId = "", text = ""] = stored.slice(prefix.length).split(":");
      const key = keyById.get(keyId);
      if (!key) throw new SecretKeyMissingError(keyId);
      const sealed = Buffer.from(text, "base64url");
      const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceSize), { authTagLength: tagSize })
        .setAAD(Buffer.from(place))
        .setAuthTag(sealed.subarray(nonceSize, nonceSize + tagSize));
      return Buffer.concat([decipher.update(sealed.subarray(nonceSize + tagSize)), decipher.final()]).toString("utf8");
    },
    isCurrent(stored) {
      return first ? stored.startsWith(`${prefix}${keyIdOf(first)}:`) : !stored.startsWith(prefix);
    },
  };
}

/** Tells keys apart and says nothing of them. */
function keyIdOf(key: Buffer): string {
  return createHash("sha256").update("railsplit secret key").update(key).digest("hex").slice(0, 12);
}
