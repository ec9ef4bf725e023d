/** Why somebody has to sign in again: the session is over, or what was asked for wants a sign-in of this moment, or a strong one. */
export type SignInReason = "SIGNED_OUT" | "FRESH_SIGN_IN_REQUIRED" | "STRONG_SIGN_IN_REQUIRED";

const reasons: readonly string[] = ["SIGNED_OUT", "FRESH_SIGN_IN_REQUIRED", "STRONG_SIGN_IN_REQUIRED"];

export function isSignInReason(code: unknown): code is SignInReason {
  return typeof code === "string" && reasons.includes(code);
}

/** Somebody is asked to sign in again. */
export type SignInRequest = {
  readonly reason: SignInReason;
  /** True: done, and what was asked for is tried again. False: the person does not want to. */
  answer(isDone: boolean): void;
};

/** Asks the person, once for all requests that wait; the page stays as it is meanwhile. */
export function createSignInAgain(show: (request: SignInRequest | null) => void) {
  let waiting: Promise<boolean> | undefined;
  return (reason: SignInReason): Promise<boolean> => {
    waiting ??= new Promise<boolean>((resolve) => {
      show({
        reason,
        answer(isDone) {
          waiting = undefined;
          show(null);
          resolve(isDone);
        },
      });
    });
    return waiting;
  };
}
