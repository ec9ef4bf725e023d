import { useLocation } from "preact-iso";
import type { RecurringPlan } from "../../../../clients/typescript/types.ts";
import { ActiveBadge } from "../../components/active-badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { StateFilter } from "../../components/state-filter.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { priceOf } from "./price.ts";
import { SubscriptionsPage } from "./subscriptions-page.tsx";

/** Invoices to one customer each period. */
export function Plans() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { active } = useLocation().query;
  const page = usePages<RecurringPlan>(
    (cursor) => client.recurringPlans.list({ ...(active && { active: active === "true" }), ...(cursor && { cursor }) }),
    [active],
  );
  const create = maySell && (
    <a class="button button-primary" href={pathOf("subscriptions", "plans", "new")}>
      <Icon name="plus" />
      {say("plans.new")}
    </a>
  );
  return (
    <SubscriptionsPage actions={create}>
      <StateFilter
        path={pathOf("subscriptions", "plans")}
        name="active"
        states={[
          ["true", say("links.active")],
          ["false", say("plan.state.stopped")],
        ]}
      />
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={say("plans.none")} text={say("plans.noneText")}>
              {create}
            </Empty>
          ) : (
            <Table
              caption={say("plans.title")}
              rows={data}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: say("links.name"),
                  cell: (plan) => (
                    <span class="cell-lines">
                      <a class="row-link" href={pathOf("subscriptions", "plans", plan.id)}>
                        {plan.title}
                      </a>
                      <span class="narrow">{priceOf(plan)}</span>
                    </span>
                  ),
                },
                { name: say("invoices.customer"), isWide: true, cell: customerOf },
                { name: say("links.price"), isWide: true, cell: priceOf },
                {
                  name: say("links.state"),
                  cell: ({ active: isActive }) => (
                    <ActiveBadge isActive={isActive} otherwise={say("plan.state.stopped")} />
                  ),
                },
                {
                  name: say("subscriptions.next"),
                  isFigure: true,
                  cell: ({ nextInvoiceAt }) => (nextInvoiceAt === null ? "–" : <Time at={nextInvoiceAt} isShort />),
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

export function customerOf({ customer }: RecurringPlan): string {
  return customer.name ?? customer.email ?? "–";
}
