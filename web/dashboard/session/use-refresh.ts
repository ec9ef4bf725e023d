import { useContext, useEffect, useRef } from "preact/hooks";
import { LiveContext } from "./live-context.tsx";

/** However much happens, a page loads again only so often. Milliseconds. */
const calm = 1_000;

/**
 * Loads again when something happens, and when the page comes back into sight or online. Where events are not followed it looks now and then, and
 * so it does `always` for what no event tells of. Null: it does not change any more.
 */
export function useRefresh(reload: () => void, seconds: number | null, always = false): void {
  const live = useContext(LiveContext);
  const latest = useRef(reload);
  latest.current = reload;
  useEffect(() => {
    if (seconds === null) return undefined;
    let soon: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      if (document.visibilityState === "visible") latest.current();
    };
    const happened = () => {
      soon ??= setTimeout(() => {
        soon = undefined;
        refresh();
      }, calm);
    };
    const timer = setInterval(() => {
      if (always || !live.isFollowed()) refresh();
    }, seconds * 1_000);
    const forget = live.listen(happened);
    document.addEventListener("visibilitychange", refresh);
    window.addEventListener("online", refresh);
    return () => {
      clearInterval(timer);
      clearTimeout(soon);
      forget();
      document.removeEventListener("visibilitychange", refresh);
      window.removeEventListener("online", refresh);
    };
  }, [seconds, always, live]);
}
