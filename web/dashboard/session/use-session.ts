import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Account, Session } from "../../../clients/typescript/types.ts";
import { language } from "../../shared/messages/language.ts";
import { createClient, type Place } from "./client.ts";
import type { Dashboard } from "./dashboard.ts";
import { serverPath } from "./paths.ts";
import { keepServerTime } from "./server-time.ts";
import { createSignInAgain, type SignInRequest } from "./sign-in-again.ts";

type Known = { readonly account: Account; readonly place: Place };

export type SessionState = {
  /** Null until it is known who is here, and where. */
  readonly dashboard: Dashboard | null;
  /** Known, and a member of nothing. */
  readonly isNowhere: boolean;
  readonly error: unknown;
  /** Somebody has to sign in again. */
  readonly signIn: SignInRequest | null;
  readonly account: Account | null;
  /** What was said last. */
  readonly notice: string;
};

/** Who is signed in, and what organization and mode this tab is about. */
export function useSession(): SessionState {
  const [known, setKnown] = useState<Known | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const [signIn, setSignIn] = useState<SignInRequest | null>(null);
  const [notice, setNotice] = useState("");
  const place = useRef<Place>({ organizationId: null, mode: "test" });
  const client = useMemo(() => createClient(() => place.current, createSignInAgain(setSignIn)), []);

  const load = useCallback(async () => {
    const [account, sessions] = await Promise.all([client.account.retrieve(), client.account.sessions()]);
    const current = sessions.find(({ isCurrent }) => isCurrent);
    // Without it, times are the browser's.
    if (account.hasSandboxTools) await client.sandbox.clock().then(keepServerTime, () => {});
    place.current = placeOf(account, current);
    setKnown({ account, place: place.current });
    // Mails come in the language of the pages. If the server does not hear it now, it does the next time.
    if (account.language !== language) client.account.update({ language }).catch(() => {});
  }, [client]);
  useEffect(() => {
    load().catch(setError);
  }, [load]);

  useEffect(() => {
    if (notice === "") return undefined;
    const timer = setTimeout(() => setNotice(""), 4_000);
    return () => clearTimeout(timer);
  }, [notice]);

  const membership = known?.account.organizations.find(({ id }) => id === known.place.organizationId);
  const dashboard = useMemo<Dashboard | null>(() => {
    if (known === null || membership === undefined) return null;
    return {
      client,
      account: known.account,
      membership,
      mode: known.place.mode,
      switchTo(change) {
        place.current = { ...known.place, ...change };
        setKnown({ account: known.account, place: place.current });
        // For the next page that is opened; this one says it with every request.
        client.account.changeSession(change).catch(() => {});
      },
      async reloadAccount() {
        const account = await client.account.retrieve();
        setKnown({ account, place: place.current });
      },
      async signOut() {
        await client.account.endSession("current");
        location.assign(serverPath("/sign-in"));
      },
      announce: setNotice,
    };
  }, [known, membership, client]);

  const isNowhere = known !== null && membership === undefined;
  return { dashboard, isNowhere, error, signIn, account: known?.account ?? null, notice };
}

/** The session's own place, or the first organization that there is. */
function placeOf({ organizations }: Account, session: Session | undefined): Place {
  const isMember = organizations.some(({ id }) => id === session?.organizationId);
  const organizationId = isMember ? (session?.organizationId ?? null) : (organizations[0]?.id ?? null);
  return { organizationId, mode: session?.mode ?? "test" };
}
