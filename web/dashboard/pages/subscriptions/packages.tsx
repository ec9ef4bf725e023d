import { useLocation } from "preact-iso";
import type { SubscriptionPackage } from "../../../../clients/typescript/types.ts";
import { ActiveBadge } from "../../components/active-badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { archiveStates, StateFilter } from "../../components/state-filter.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { priceOf } from "./price.ts";
import { SubscriptionsPage } from "./subscriptions-page.tsx";

/** What customers can subscribe to. */
export function Packages() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { active } = useLocation().query;
  const page = usePages<SubscriptionPackage>(
    (cursor) =>
      client.subscriptionPackages.list({ ...(active && { active: active === "true" }), ...(cursor && { cursor }) }),
    [active],
  );
  const create = maySell && (
    <a class="button button-primary" href={pathOf("subscriptions", "packages", "new")}>
      <Icon name="plus" />
      {say("packages.new")}
    </a>
  );
  return (
    <SubscriptionsPage actions={create}>
      <StateFilter path={pathOf("subscriptions", "packages")} name="active" states={archiveStates()} />
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={say("packages.none")} text={say("packages.noneText")}>
              {create}
            </Empty>
          ) : (
            <Table
              caption={say("packages.title")}
              rows={data}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: say("customers.name"),
                  cell: (offered) => (
                    <span class="cell-lines">
                      <a class="row-link" href={pathOf("subscriptions", "packages", offered.id)}>
                        {offered.name}
                      </a>
                      <span class="narrow">{priceOf(offered)}</span>
                    </span>
                  ),
                },
                { name: say("links.price"), isWide: true, cell: priceOf },
                { name: say("links.state"), cell: ({ active: isActive }) => <ActiveBadge isActive={isActive} /> },
                {
                  name: say("links.created"),
                  isWide: true,
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
