import type { ListPayments } from "../../../../clients/typescript/types.ts";

/** What the list is asked for, as it stands in the page's address. */
export type Query = Readonly<Record<string, string | undefined>>;

/** What the list is filtered by, out of the page's address. The API refuses what is none. */
export function filterOf({ status, chain, token, unresolved, from, to, q }: Query): ListPayments {
  return {
    ...(status && { status: status as NonNullable<ListPayments["status"]> }),
    ...(chain && { chainId: chain as unknown as NonNullable<ListPayments["chainId"]> }),
    ...(token && { token: token as NonNullable<ListPayments["token"]> }),
    ...(unresolved && { unresolved: unresolved as NonNullable<ListPayments["unresolved"]> }),
    ...(from && { createdAfter: startOf(from, 0) }),
    ...(to && { createdBefore: startOf(to, 1) }),
    ...(q && { search: q }),
  };
}

export const isPaymentId = (text: string | undefined): text is string =>
  text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** A day's beginning in the reader's own zone, some days later. */
function startOf(day: string, later: number): string {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
