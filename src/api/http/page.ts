import { z } from "zod";
import { int32Text, text } from "../../schemas/index.ts";
import type { PageRequest } from "../../store/index.ts";

/** What every list of ours takes, and nothing that it does not know: a misspelled filter would find everything. The newest first, `limit` of them, after the one with the id `cursor`. */
export const pageQuery = z.strictObject({
  cursor: z.uuid("cursor must be the nextCursor of an earlier answer").optional(),
  limit: int32Text({ min: 1, max: 100 }).default(20),
});

/** The same of a list whose ids have a prefix; `uuidOf` finds the UUID in one. */
export function prefixedPageQuery(uuidOf: (id: string) => string | undefined) {
  const cursor = text(100).transform((id, context) => {
    const uuid = uuidOf(id);
    if (uuid !== undefined) return uuid;
    context.addIssue("cursor must be the nextCursor of an earlier answer");
    return z.NEVER;
  });
  return pageQuery.extend({ cursor: cursor.optional() });
}

export function pageOf<Element extends z.ZodType>(element: Element) {
  return z.object({ data: z.array(element), nextCursor: z.uuid().nullable(), hasMore: z.boolean() });
}

export function prefixedPageOf<Element extends z.ZodType>(element: Element) {
  return pageOf(element).extend({ nextCursor: z.string().nullable() });
}

/** Asks for one more than fits, to know whether there is more. */
export async function readPage<Row extends { readonly id: string }>(
  { cursor, limit }: z.output<typeof pageQuery>,
  read: (page: PageRequest) => Promise<readonly Row[]>,
) {
  const rows = await read({ cursor, limit: limit + 1 });
  const data = rows.slice(0, limit);
  const hasMore = rows.length > limit;
  return { data, nextCursor: hasMore ? (data.at(-1)?.id ?? null) : null, hasMore };
}
