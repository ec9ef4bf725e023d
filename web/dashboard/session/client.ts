import { Railsplit } from "../../../clients/typescript/index.ts";
import type { Session } from "../../../clients/typescript/types.ts";
import { apiUrl } from "./paths.ts";
import { isSignInReason, type SignInReason } from "./sign-in-again.ts";

export type Mode = Session["mode"];

/** What requests are about: each tab says it for itself, whatever another one has chosen meanwhile. */
export type Place = { readonly organizationId: string | null; readonly mode: Mode };

/** The API by the session's cookie. A request that needs a sign-in waits for it and is sent again. */
export function createClient(place: () => Place, signInAgain: (reason: SignInReason) => Promise<boolean>): Railsplit {
  const send: typeof fetch = async (input, init = {}) => {
    const headers = new Headers(init.headers);
    const { organizationId, mode } = place();
    if (organizationId !== null) headers.set("x-organization", organizationId);
    headers.set("x-mode", mode);
    const request = () => fetch(input, { ...init, headers, credentials: "same-origin" });
    const response = await request();
    const reason = await reasonOf(response);
    // Whoever signs in takes a while: the time of the first try does not count.
    if (reason === undefined || !(await signInAgain(reason))) return response;
    const { signal: _, ...rest } = init;
    return fetch(input, { ...rest, headers, credentials: "same-origin" });
  };
  return new Railsplit({ baseUrl: apiUrl, fetch: send, retries: 1 });
}

async function reasonOf(response: Response): Promise<SignInReason | undefined> {
  if (response.status !== 401 && response.status !== 403) return undefined;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined);
  const code = typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
  return isSignInReason(code) ? code : undefined;
}

/** For signing in itself: nothing waits for another sign-in. */
export function createSignInClient(): Railsplit {
  return new Railsplit({ baseUrl: apiUrl, retries: 0 });
}
