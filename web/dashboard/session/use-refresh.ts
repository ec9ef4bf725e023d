import { useEffect, useRef } from "preact/hooks";

/** Loads again now and then while the page is in sight, and when it comes back into sight. Null: it does not change any more. */
export function useRefresh(reload: () => void, seconds: number | null): void {
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    if (seconds === null) return undefined;
    const refresh = () => {
      if (document.visibilityState === "visible") latest.current();
    };
    const timer = setInterval(refresh, seconds * 1_000);
    document.addEventListener("visibilitychange", refresh);
    window.addEventListener("online", refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", refresh);
      window.removeEventListener("online", refresh);
    };
  }, [seconds]);
}
