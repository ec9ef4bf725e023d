import { useState } from "preact/hooks";
import { useDashboard } from "./dashboard.ts";

type Acting = {
  /** Why the last one failed; undefined where it did not. */
  readonly error: unknown;
  /** Does something of which nothing has to be asked before, and announces that it is done. */
  run(act: () => Promise<unknown>, done: string): Promise<void>;
};

/** For buttons that act at once. */
export function useAction(changed: () => void): Acting {
  const { announce } = useDashboard();
  const [error, setError] = useState<unknown>(undefined);
  return {
    error,
    async run(act, done) {
      setError(undefined);
      try {
        await act();
        announce(done);
        changed();
      } catch (failure) {
        setError(failure);
      }
    },
  };
}
