/** One page of a list, and with `for await` all that follow. */
export type Page<Element> = AsyncIterable<Element> & {
  readonly data: readonly Element[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
};

/** A page as the API answers it. */
export type PageBody<Element> = Pick<Page<Element>, "data" | "hasMore" | "nextCursor">;

/** A list that can be awaited for its first page, or gone through to its end with `for await`. */
export type List<Element> = Promise<Page<Element>> & AsyncIterable<Element>;

export function listOf<Element>(
  read: (cursor: string | undefined) => Promise<PageBody<Element>>,
  cursor?: string,
): List<Element> {
  const pageFrom = async (start: string | undefined): Promise<Page<Element>> => {
    const { data, hasMore, nextCursor } = await read(start);
    const page: Page<Element> = {
      data,
      hasMore,
      nextCursor,
      async *[Symbol.asyncIterator]() {
        yield* data;
        for (let next = nextCursor; next !== null; ) {
          const following = await read(next);
          yield* following.data;
          next = following.nextCursor;
        }
      },
    };
    return page;
  };
  const first = pageFrom(cursor);
  // Whoever only iterates hears of a failure there.
  first.catch(() => {});
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      yield* await first;
    },
  });
}
