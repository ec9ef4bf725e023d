import { say } from "../messages/index.ts";
import type { Paged } from "../session/use-pages.ts";

/** To the next rows of a list, and back. */
export function Pager({ next, previous }: Pick<Paged<unknown>, "next" | "previous">) {
  if (!next && !previous) return null;
  return (
    <nav class="row" aria-label={say("pager.label")}>
      <button type="button" class="button" disabled={!previous} onClick={previous}>
        {say("pager.previous")}
      </button>
      <button type="button" class="button" disabled={!next} onClick={next}>
        {say("pager.next")}
      </button>
    </nav>
  );
}
