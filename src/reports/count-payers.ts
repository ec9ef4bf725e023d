import { sql } from "kysely";
import type { Database, Owner } from "../store/index.ts";

/** Accounts that paid in a span: for the first time, or again. */
export type Payers = { readonly new: number; readonly returning: number };

/** Counts wallets. What came to a deposit address does not say who sent it, and counts for neither. */
export async function countPayers(
  database: Database,
  { organizationId, mode }: Owner,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<Payers> {
  const paid = sql`settlements
    join quotes on quotes.id = settlements.quote_id
    join payments on payments.id = quotes.payment_id
    where settlements.kind = 'PAYMENT' and settlements.reversed_by is null
      and payments.organization_id = ${organizationId} and payments.mode = ${mode} and payments.status = 'SUCCESSFUL'`;
  const { rows } = await sql<{ readonly count: bigint; readonly returning: bigint }>`
    select count(*) as count, count(*) filter (where exists (
      select from ${paid} and settlements.payer = payers.payer and payments.paid_at < ${from}
    )) as returning
    from (
      select distinct settlements.payer from ${paid} and payments.paid_at >= ${from} and payments.paid_at < ${to}
        and not exists (select from deposit_watches where deposit_watches.address = settlements.payer)
    ) as payers`.execute(database);
  const [{ count, returning } = { count: 0n, returning: 0n }] = rows;
  return { new: Number(count - returning), returning: Number(returning) };
}
