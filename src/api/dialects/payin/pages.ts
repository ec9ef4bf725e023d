import { z } from "zod";
import { int32Text } from "../../../schemas/index.ts";

/** What every list of this API takes. */
export const pageQuery = z.object({
  page: int32Text({ min: 1, max: 1_000_000 }).default(1),
  limit: int32Text({ min: 1, max: 100 }).default(20),
  sortOrder: z.enum(["asc", "desc"]).default("desc"),
});

type PageQuery = z.output<typeof pageQuery>;

const pagination = z
  .object({ page: z.int(), limit: z.int(), total: z.int(), totalPages: z.int(), hasMore: z.boolean() })
  .meta({ id: "PayInPagination" });

export function pageOf<Element extends z.ZodType>(element: Element) {
  return z.object({ data: z.array(element), pagination });
}

/** Where a page begins. */
export function offsetOf({ page, limit }: Pick<PageQuery, "page" | "limit">): number {
  return (page - 1) * limit;
}

/** A page as this API answers it. */
export function pageView<Row>({ page, limit }: PageQuery, data: readonly Row[], total: number) {
  const totalPages = Math.ceil(total / limit);
  return { data: [...data], pagination: { page, limit, total, totalPages, hasMore: page < totalPages } };
}

/** A page of a list that is short enough to be at hand as a whole, the newest first. */
export function pageOfWhole<Row>(query: PageQuery, rows: readonly Row[]) {
  const sorted = query.sortOrder === "asc" ? rows.toReversed() : rows;
  const offset = offsetOf(query);
  return pageView(query, sorted.slice(offset, offset + query.limit), rows.length);
}
