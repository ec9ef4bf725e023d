import { useLocation } from "preact-iso";
import type { Mandate } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { StateFilter } from "../../components/state-filter.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { SubscriptionsPage } from "../subscriptions/subscriptions-page.tsx";
import { MandateStatus, mandateStatuses } from "./mandate-status.tsx";
import { priceOf } from "./price.ts";

/** What payers sign once, to be charged each period. */
export function Mandates() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { status } = useLocation().query;
  const page = usePages<Mandate>(
    (cursor) =>
      client.mandates.list({ ...(status && { status: status as Mandate["status"] }), ...(cursor && { cursor }) }),
    [status],
  );
  useRefresh(page.reload, 30);
  const create = maySell && (
    <a class="button button-primary" href={pathOf("subscriptions", "mandates", "new")}>
      <Icon name="plus" />
      {say("mandates.new")}
    </a>
  );
  return (
    <SubscriptionsPage actions={create}>
      <StateFilter
        path={pathOf("subscriptions", "mandates")}
        states={mandateStatuses.map((each) => [each, say(`mandates.status.${each}`)])}
      />
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={say("mandates.none")} text={say("mandates.noneText")}>
              {create}
            </Empty>
          ) : (
            <Table
              caption={say("mandates.title")}
              rows={data}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: say("links.name"),
                  cell: (mandate) => (
                    <span class="cell-lines">
                      <a class="row-link" href={pathOf("subscriptions", "mandates", mandate.id)}>
                        {mandate.title}
                      </a>
                      <span class="narrow">{priceOf(mandate)}</span>
                    </span>
                  ),
                },
                { name: say("links.price"), isWide: true, cell: priceOf },
                { name: say("payments.chain"), isWide: true, cell: ({ chainId }) => chainName(chainId) },
                {
                  name: say("mandates.payer"),
                  isWide: true,
                  cell: ({ payer }) => (payer === null ? "–" : <code class="nowrap">{shortAddress(payer)}</code>),
                },
                { name: say("invoices.state"), cell: MandateStatus },
                {
                  name: say("links.created"),
                  isFigure: true,
                  cell: ({ createdAt }) => <Time at={createdAt} isShort />,
                },
              ]}
            />
          )
        }
      </Show>
      <Pager {...page} />
    </SubscriptionsPage>
  );
}
