import { useState } from "preact/hooks";
import type { Page } from "../../../clients/typescript/page.ts";
import { type Loaded, useData } from "./use-data.ts";

export type Paged<Element> = Loaded<Page<Element>> & {
  /** Undefined where there is none. */
  readonly next: (() => void) | undefined;
  readonly previous: (() => void) | undefined;
};

/** A list by pages: the API knows the way forward, the way back is remembered here. */
export function usePages<Element>(
  load: (cursor: string | undefined) => Promise<Page<Element>>,
  asked: readonly unknown[],
): Paged<Element> {
  const question = JSON.stringify(asked);
  const [trail, setTrail] = useState<{ readonly question: string; readonly cursors: readonly string[] }>({
    question,
    cursors: [],
  });
  // Another question begins at its first page.
  const cursors = trail.question === question ? trail.cursors : [];
  const cursor = cursors.at(-1);
  const loaded = useData(() => load(cursor), [question, cursor]);
  const following = loaded.isLoading ? null : (loaded.value?.nextCursor ?? null);
  return {
    ...loaded,
    next:
      following === null || loaded.value?.hasMore !== true
        ? undefined
        : () => setTrail({ question, cursors: [...cursors, following] }),
    previous: cursors.length === 0 ? undefined : () => setTrail({ question, cursors: cursors.slice(0, -1) }),
  };
}
