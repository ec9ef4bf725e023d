import type { ComponentChildren } from "preact";
import type { Payment } from "../../../../clients/typescript/types.ts";
import type { Column } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatMoney, formatToken, shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";

/** What a list of payments can show beside amount and state, in this order. */
export const columnNames = [
  "what",
  "externalId",
  "method",
  "received",
  "net",
  "transaction",
  "id",
  "paidAt",
  "created",
] as const;

export type ColumnName = (typeof columnNames)[number];

export const usualColumns: readonly ColumnName[] = ["what", "method", "created"];

/** Of what a browser has kept, the columns that there are. */
export function readColumns(kept: unknown): readonly ColumnName[] {
  return Array.isArray(kept) ? columnNames.filter((name) => kept.includes(name)) : usualColumns;
}

/** A column of the list. On a phone there is room for the time alone. */
export function columnOf(name: ColumnName): Column<Payment> {
  return { name: say(`payments.column.${name}`), ...columns[name] };
}

type Shown = Omit<Column<Payment>, "name">;

const soft = (cell: (payment: Payment) => ComponentChildren): Shown => ({
  isWide: true,
  cell: (payment) => <span class="soft">{cell(payment)}</span>,
});

const columns: Readonly<Record<ColumnName, Shown>> = {
  what: { isWide: true, cell: nameOf },
  externalId: soft(({ externalId }) => externalId ?? "–"),
  method: soft(methodOf),
  received: {
    ...soft(({ amountToken, token }) => (amountToken && token ? formatToken(amountToken, token) : "–")),
    isFigure: true,
  },
  net: { ...soft(({ merchantNet, currency }) => formatMoney(merchantNet, currency)), isFigure: true },
  transaction: soft(({ txHash }) => (txHash === null ? "–" : <code title={txHash}>{shortAddress(txHash)}</code>)),
  id: soft(({ id }) => <code title={id}>{shortAddress(id)}</code>),
  paidAt: { ...soft(({ paidAt }) => (paidAt === null ? "–" : <Time at={paidAt} isShort />)), isFigure: true },
  created: { ...soft(({ createdAt }) => <Time at={createdAt} isShort />), isWide: false, isFigure: true },
};

export function nameOf({ title, externalId }: Payment): string {
  return [title, externalId].filter(Boolean).join(" · ") || say("payments.untitled");
}

/** "USDC on Base", once it is known. */
export function methodOf({ token, chainId }: Payment): string {
  return token === null || chainId === null ? "–" : say("payments.on", { token, chain: chainName(chainId) });
}
