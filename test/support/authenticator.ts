import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isoCBOR } from "@simplewebauthn/server/helpers";

/** What a hostile or broken authenticator, or a page of another site, does otherwise. */
export type Oddities = {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly crossOrigin?: boolean;
  readonly counter?: number;
  readonly isVerified?: boolean;
  readonly userHandle?: string;
  /** Another attestation than none, with its statement. */
  readonly attestation?: { readonly fmt: string; readonly attStmt: Map<string, unknown> };
};

// biome-ignore lint/suspicious/noExplicitAny: options as JSON.
type Options = any;

/** An authenticator in software: it makes real keys, attestations and assertions (WebAuthn, ES256), as one of a browser does. */
export type SoftwareAuthenticator = {
  readonly credentialId: string;
  create(options: Options, oddities?: Oddities): Promise<object>;
  get(options: Options, oddities?: Oddities): Promise<object>;
};

export function createAuthenticator(site: { readonly origin: string; readonly rpId: string }): SoftwareAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const credentialId = randomBytes(32);
  let counter = 0;
  let handle: string | undefined;

  const dataOf = ({ rpId = site.rpId, isVerified = true, counter: shown = counter }: Oddities, attested?: Buffer) => {
    const present = 0x01;
    const flags = present | (isVerified ? 0x04 : 0) | (attested ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(shown);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  };

  const clientData = (
    type: string,
    options: Options,
    { origin = site.origin, challenge, crossOrigin = false }: Oddities,
  ) => Buffer.from(JSON.stringify({ type, challenge: challenge ?? options.challenge, origin, crossOrigin }));

  return {
    credentialId: credentialId.toString("base64url"),
    async create(options, oddities = {}) {
      handle = options.user.id;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const attested = Buffer.concat([Buffer.alloc(16), length, credentialId, coseOf(publicKey)]);
      const { fmt, attStmt } = oddities.attestation ?? { fmt: "none", attStmt: new Map() };
      const attestationObject = isoCBOR.encode(
        new Map<string, unknown>([
          ["fmt", fmt],
          ["attStmt", attStmt],
          ["authData", new Uint8Array(dataOf(oddities, attested))],
        ]) as never,
      );
      return credential(credentialId, {
        clientDataJSON: clientData("webauthn.create", options, oddities).toString("base64url"),
        attestationObject: Buffer.from(attestationObject).toString("base64url"),
        transports: ["internal"],
      });
    },
    async get(options, oddities = {}) {
      counter += 1;
      const authenticatorData = dataOf(oddities);
      const client = clientData("webauthn.get", options, oddities);
      const signature = sign("sha256", Buffer.concat([authenticatorData, sha256(client)]), privateKey);
      const userHandle = oddities.userHandle ?? handle;
      return credential(credentialId, {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: authenticatorData.toString("base64url"),
        signature: signature.toString("base64url"),
        ...(userHandle !== undefined && { userHandle }),
      });
    },
  };
}

function credential(id: Buffer, response: object) {
  const text = id.toString("base64url");
  return { id: text, rawId: text, type: "public-key", response };
}

/** COSE (RFC 9053): kty 2 (EC2), alg -7 (ES256), crv 1 (P-256), x, y. */
function coseOf(publicKey: KeyObject): Buffer {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const bytes = (text: string) => new Uint8Array(Buffer.from(text, "base64url"));
  const key = new Map<number, number | Uint8Array>([
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ]);
  return Buffer.from(isoCBOR.encode(key as never));
}

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();
