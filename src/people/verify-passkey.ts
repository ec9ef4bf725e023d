import {
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import {
  COSEALG,
  decodeAttestationObject,
  decodeClientDataJSON,
  isoBase64URL,
  isoUint8Array,
} from "@simplewebauthn/server/helpers";
import type { Passkey } from "../store/index.ts";
import type { PeopleContext } from "./context.ts";
import { PasskeyRefusedError, SignInFailedError } from "./errors.ts";

/** What every authenticator knows one of. */
export const algorithms: COSEALG[] = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];

/** A passkey belongs to a host, and its answers to an origin. */
export function siteOf({ publicUrl }: Pick<PeopleContext, "publicUrl">): {
  readonly rpId: string;
  readonly origin: string;
} {
  const { hostname, origin } = new URL(publicUrl);
  return { rpId: hostname, origin };
}

/** What an authenticator keeps beside the key, to say whose it is. */
export const handleOf = (userId: string) => isoUint8Array.fromUTF8String(userId);

export function isOf({ response: { userHandle } }: AuthenticationResponseJSON, userId: string): boolean {
  return userHandle === undefined || userHandle === isoBase64URL.fromBuffer(handleOf(userId));
}

/** Throws `PasskeyRefusedError`. */
export async function verifyNew(context: PeopleContext, expectedChallenge: string, response: RegistrationResponseJSON) {
  const { rpId, origin } = siteOf(context);
  try {
    refuseFrames(response.response.clientDataJSON);
    refuseCertificates(response.response.attestationObject);
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      supportedAlgorithmIDs: algorithms,
      requireUserVerification: false,
    });
    if (!verified) throw new PasskeyRefusedError();
    return { credential: registrationInfo.credential, isBackedUp: registrationInfo.credentialBackedUp };
  } catch (cause) {
    throw new PasskeyRefusedError({ cause });
  }
}

/** Also fails where the authenticator's counter is not ahead of the one that is known: it may be a copy. Throws `SignInFailedError`. */
export async function verifyKnown(
  context: PeopleContext,
  expectedChallenge: string,
  { id, publicKey, counter, transports }: Passkey,
  response: AuthenticationResponseJSON,
) {
  const { rpId, origin } = siteOf(context);
  try {
    refuseFrames(response.response.clientDataJSON);
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: origin,
      expectedRPID: rpId,
      credential: {
        id,
        publicKey: isoBase64URL.toBuffer(publicKey),
        counter: Number(counter),
        transports: transports as AuthenticatorTransport[],
      },
      requireUserVerification: false,
    });
    if (!verified) throw new SignInFailedError();
    return authenticationInfo;
  } catch {
    throw new SignInFailedError();
  }
}

/** Our own pages ask at the top: an answer from within another site's page is somebody else's doing. */
function refuseFrames(clientDataJson: string): void {
  if (decodeClientDataJSON(clientDataJson).crossOrigin) throw new RangeError("It was asked for in a frame.");
}

/** No certificate was asked for. Checking one would load lists from wherever it says. */
function refuseCertificates(attestationObject: string): void {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const format = attestation.get("fmt");
  const isSelfSigned = format === "packed" && attestation.get("attStmt").get("x5c") === undefined;
  if (format !== "none" && !isSelfSigned) throw new RangeError("It came with a certificate.");
}
