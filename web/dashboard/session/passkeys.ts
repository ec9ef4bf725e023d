import type { NewPasskey, PasskeyOptions, PasskeySignIn } from "../../../clients/typescript/types.ts";

type Json = PasskeyOptions["options"];

/** The parts of WebAuthn Level 3 that we use; TypeScript's own types have them since lately and differently. */
type Modern = {
  parseRequestOptionsFromJSON(options: Json): PublicKeyCredentialRequestOptions;
  parseCreationOptionsFromJSON(options: Json): PublicKeyCredentialCreationOptions;
};

const modern = (globalThis as { PublicKeyCredential?: unknown }).PublicKeyCredential as Partial<Modern> | undefined;

/** Whether this browser can; older ones sign in with a code by mail. */
export const hasPasskeys = modern?.parseRequestOptionsFromJSON !== undefined;

/** Asks the browser for a passkey that there is. Throws where the person does not want to. */
export async function askPasskey({ token, options }: PasskeyOptions): Promise<PasskeySignIn> {
  const publicKey = (modern as Modern).parseRequestOptionsFromJSON(options);
  const credential = await navigator.credentials.get({ publicKey });
  return { token, response: jsonOf(credential) as PasskeySignIn["response"] };
}

/** Makes a new one. */
export async function makePasskey({ token, options }: PasskeyOptions, name: string): Promise<NewPasskey> {
  const publicKey = (modern as Modern).parseCreationOptionsFromJSON(options);
  const credential = await navigator.credentials.create({ publicKey });
  return { token, name, response: jsonOf(credential) as NewPasskey["response"] };
}

function jsonOf(credential: Credential | null): unknown {
  if (credential === null) throw new Error("The browser gave no passkey.");
  return (credential as Credential & { toJSON(): unknown }).toJSON();
}
