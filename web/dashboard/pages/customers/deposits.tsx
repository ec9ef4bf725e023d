import { useLocation } from "preact-iso";
import type { Deposit, ListDeposits } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { StateFilter } from "../../components/state-filter.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatToken, shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { CustomersPage } from "./customers-page.tsx";

const tones: Readonly<Record<Deposit["status"], Tone>> = { PENDING: "waiting", CONFIRMED: "good", REVERSED: "bad" };
const statuses = Object.keys(tones) as readonly Deposit["status"][];

/** What came to customers' addresses, the newest first. */
export function Deposits() {
  const { status } = useLocation().query;
  const filter = status ? { status: status as Deposit["status"] } : {};
  return (
    <CustomersPage>
      <StateFilter
        path={pathOf("customers", "deposits")}
        states={statuses.map((each) => [each, say(`deposits.status.${each}`)])}
      />
      <DepositList filter={filter} />
    </CustomersPage>
  );
}

/** What came to some addresses, as a part of a page. */
export function DepositsOf({ filter }: { readonly filter: ListDeposits }) {
  return (
    <Section title={say("deposits.title")}>
      <DepositList filter={filter} isPart />
    </Section>
  );
}

function DepositList({ filter, isPart = false }: { readonly filter: ListDeposits; readonly isPart?: boolean }) {
  const { client } = useDashboard();
  const page = usePages<Deposit>((cursor) => client.deposits.list({ ...filter, ...(cursor && { cursor }) }), [filter]);
  useRefresh(page.reload, 30);
  return (
    <>
      <Show data={page}>
        {({ data }) => {
          if (data.length > 0) return <DepositTable deposits={data} />;
          if (isPart) return <p class="soft small">{say("deposits.none")}</p>;
          return <Empty title={say("deposits.none")} text={say("deposits.noneText")} />;
        }}
      </Show>
      <Pager {...page} />
    </>
  );
}

function DepositTable({ deposits }: { readonly deposits: readonly Deposit[] }) {
  return (
    <Table
      caption={say("deposits.title")}
      rows={deposits}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("payments.amount"),
          cell: ({ amount, token, referenceId, reference }) => (
            <span class="cell-lines">
              <a class="row-link nowrap" href={pathOf("customers", "addresses", referenceId)}>
                {formatToken(amount, token)}
              </a>
              <span class="narrow">{reference}</span>
            </span>
          ),
        },
        { name: say("references.reference"), isWide: true, cell: ({ reference }) => reference },
        {
          name: say("invoices.state"),
          cell: ({ status }) => <Badge text={say(`deposits.status.${status}`)} tone={tones[status]} />,
        },
        { name: say("payments.chain"), isWide: true, cell: ({ chainId }) => chainName(chainId) },
        {
          name: say("deposits.sender"),
          isWide: true,
          cell: ({ sender }) => <code class="nowrap">{shortAddress(sender)}</code>,
        },
        { name: say("deposits.at"), isFigure: true, cell: ({ blockTime }) => <Time at={blockTime} isShort /> },
      ]}
    />
  );
}
