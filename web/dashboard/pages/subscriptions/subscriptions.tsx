import { useLocation } from "preact-iso";
import type { Subscription } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { SearchForm } from "../../components/search-form.tsx";
import { StateFilter } from "../../components/state-filter.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { NewSubscription } from "./new-subscription.tsx";
import { priceOf } from "./price.ts";
import { SubscriptionStatus, subscriptionStatuses } from "./subscription-status.tsx";
import { SubscriptionsPage } from "./subscriptions-page.tsx";

/** Customers of packages, the newest first. */
export function Subscriptions() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { query } = useLocation();
  const { q, status } = query;
  const filter = { ...(q && { customerEmail: q }), ...(status && { status: status as Subscription["status"] }) };
  const page = usePages<Subscription>(
    (cursor) => client.subscriptions.list({ ...filter, ...(cursor && { cursor }) }),
    [q, status],
  );
  useRefresh(page.reload, 30);
  const create = maySell && <NewSubscription />;
  return (
    <SubscriptionsPage actions={create}>
      <div class="row">
        <StateFilter
          path={pathOf("subscriptions")}
          states={subscriptionStatuses.map((each) => [each, say(`subscriptions.status.${each}`)])}
        />
        <SearchForm path={pathOf("subscriptions")} label={say("subscriptions.search")} q={q} />
      </div>
      <Show data={page}>
        {({ data }) =>
          data.length > 0 ? (
            <SubscriptionTable subscriptions={data} />
          ) : q || status ? (
            <Empty title={say("subscriptions.noneFound")} text={say("subscriptions.noneFoundText")}>
              <a class="button" href={pathOf("subscriptions")}>
                {say("payments.clear")}
              </a>
            </Empty>
          ) : (
            <Empty title={say("subscriptions.none")} text={say("subscriptions.noneText")}>
              {create}
            </Empty>
          )
        }
      </Show>
      <Pager {...page} />
    </SubscriptionsPage>
  );
}

/** Also as a part of a package's page. */
export function SubscriptionTable({ subscriptions }: { readonly subscriptions: readonly Subscription[] }) {
  return (
    <Table
      caption={say("subscriptions.title")}
      rows={subscriptions}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("invoices.customer"),
          cell: ({ id, customer, title }) => (
            <span class="cell-lines">
              <a class="row-link" href={pathOf("subscriptions", id)}>
                {customer.name ?? customer.email}
              </a>
              <span class="narrow">{title}</span>
            </span>
          ),
        },
        { name: say("subscriptions.package"), isWide: true, cell: ({ title }) => title },
        { name: say("links.price"), isWide: true, cell: priceOf },
        { name: say("invoices.state"), cell: (subscription) => <SubscriptionStatus {...subscription} /> },
        {
          name: say("subscriptions.next"),
          isFigure: true,
          cell: ({ nextInvoiceAt }) => (nextInvoiceAt === null ? "–" : <Time at={nextInvoiceAt} isShort />),
        },
      ]}
    />
  );
}
