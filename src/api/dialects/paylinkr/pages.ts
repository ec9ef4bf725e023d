import { z } from "zod";
import { int32Text } from "../../../schemas/index.ts";

/** What every list of this API takes. */
export const pageQuery = z.object({
  page: int32Text({ min: 1, max: 1_000_000 }).default(1),
  limit: int32Text({ min: 1, max: 100 }).default(20),
});

type PageQuery = z.output<typeof pageQuery>;

export function pageOf<Element extends z.ZodType>(element: Element) {
  return z.object({ data: z.array(element), total: z.int(), page: z.int(), limit: z.int(), pages: z.int() });
}

/** Where a page begins. */
export function offsetOf({ page, limit }: PageQuery): number {
  return (page - 1) * limit;
}

/** A page as this API answers it. */
export function pageView<Row>({ page, limit }: PageQuery, data: readonly Row[], total: number) {
  return { data: [...data], total, page, limit, pages: Math.ceil(total / limit) };
}
