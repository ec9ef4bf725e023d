import { useLocation } from "preact-iso";
import type { Transaction } from "../../../../clients/typescript/types.ts";
import { Badge } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { TransactionHash } from "../../components/transaction-hash.tsx";
import { formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { Export } from "./export.tsx";

const types = [
  "PAYMENT",
  "OVERPAID",
  "LATE",
  "UNKNOWN",
  "RECLAIMED",
  "REFUND",
  "DEPOSIT",
  "SWEPT",
  "CHARGED",
  "REVERSED",
] as const satisfies Transaction["type"][];

/** What moved on chain, and the month's export. */
export function Ledger() {
  const { client } = useDashboard();
  const { query, route } = useLocation();
  const type = types.find((each) => each === query.type);
  const page = usePages<Transaction>(
    (cursor) => client.reports.transactions({ ...(type && { type }), ...(cursor && { cursor }) }),
    [type],
  );
  return (
    <Page title={say("ledger.title")}>
      <div class="stack">
        <Export />
        <Section
          title={say("ledger.title")}
          intro={say("ledger.intro")}
          actions={
            <label>
              <span class="spoken">{say("ledger.type")}</span>
              <select
                class="input choice"
                value={type ?? ""}
                onChange={({ currentTarget }) => route(pathWith(pathOf("ledger"), { type: currentTarget.value }))}
              >
                <option value="">{say("ledger.any")}</option>
                {types.map((each) => (
                  <option key={each} value={each}>
                    {say(`ledger.type.${each}`)}
                  </option>
                ))}
              </select>
            </label>
          }
        >
          <Show data={page}>
            {({ data }) =>
              data.length === 0 ? (
                <Empty title={say("ledger.none")} text={say("ledger.noneText")} />
              ) : (
                <LedgerTable transactions={data} />
              )
            }
          </Show>
          <Pager {...page} />
        </Section>
      </div>
    </Page>
  );
}

function LedgerTable({ transactions }: { readonly transactions: readonly Transaction[] }) {
  return (
    <Table
      caption={say("ledger.title")}
      rows={transactions}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("ledger.amount"),
          cell: (row) => (
            <span class="cell-lines figure">
              {row.paymentId === null ? (
                amountOf(row, row.amount)
              ) : (
                <a href={pathOf("payments", row.paymentId)}>{amountOf(row, row.amount)}</a>
              )}
              <span class="narrow">{chainName(row.chainId)}</span>
            </span>
          ),
        },
        {
          name: say("ledger.type"),
          cell: ({ type, final }) => (
            <span class="row">
              <Badge text={say(`ledger.type.${type}`)} tone={type === "PAYMENT" ? "good" : "attention"} />
              {!final && <Badge text={say("ledger.notFinal")} tone="waiting" />}
            </span>
          ),
        },
        { name: say("ledger.fee"), isWide: true, isFigure: true, cell: (row) => amountOf(row, row.fee) },
        { name: say("ledger.net"), isWide: true, isFigure: true, cell: (row) => amountOf(row, row.net) },
        { name: say("ledger.chain"), isWide: true, cell: ({ chainId }) => chainName(chainId) },
        {
          name: say("ledger.transaction"),
          isWide: true,
          cell: ({ chainId, txHash }) => <TransactionHash chainId={chainId} hash={txHash} />,
        },
        { name: say("ledger.when"), isFigure: true, cell: ({ blockTime }) => <Time at={blockTime} isShort /> },
      ]}
    />
  );
}

function amountOf({ token }: Transaction, amount: string): string {
  return token === null ? amount : formatToken(amount, token);
}
