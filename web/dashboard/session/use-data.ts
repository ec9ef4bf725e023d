import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export type Loaded<Value> = {
  /** The last that came; undefined until then. Kept while it is loaded again. */
  readonly value: Value | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  reload(): void;
};

/** Loads something, and again when what it is asked with changes. An answer that comes too late is dropped. */
export function useData<Value>(load: () => Promise<Value>, asked: readonly unknown[]): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, "reload">>({
    value: undefined,
    error: undefined,
    isLoading: true,
  });
  const latest = useRef(0);
  const run = useCallback(() => {
    latest.current += 1;
    const own = latest.current;
    setState((before) => ({ ...before, isLoading: true }));
    load().then(
      (value) => own === latest.current && setState({ value, error: undefined, isLoading: false }),
      (error: unknown) => own === latest.current && setState((before) => ({ ...before, error, isLoading: false })),
    );
  }, asked);
  useEffect(() => {
    run();
    return () => {
      latest.current += 1;
    };
  }, [run]);
  return { ...state, reload: run };
}
