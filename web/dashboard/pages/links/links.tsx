import { useLocation } from "preact-iso";
import type { Link } from "../../../../clients/typescript/types.ts";
import { ActiveBadge } from "../../components/active-badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { Pager } from "../../components/pager.tsx";
import { archiveStates, StateFilter } from "../../components/state-filter.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { priceOf } from "./price.ts";

export function Links() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { active } = useLocation().query;
  const page = usePages<Link>(
    (cursor) => client.links.list({ ...(active && { active: active === "true" }), ...(cursor && { cursor }) }),
    [active],
  );
  const create = maySell && (
    <a class="button button-primary" href={pathOf("links", "new")}>
      <Icon name="plus" />
      {say("links.new")}
    </a>
  );
  return (
    <Page title={say("links.title")} actions={create}>
      <div class="stack">
        <StateFilter path={pathOf("links")} name="active" states={archiveStates()} />
        <Show data={page}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={say("links.none")} text={say("links.noneText")}>
                {create}
              </Empty>
            ) : (
              <LinkTable links={data} />
            )
          }
        </Show>
        <Pager {...page} />
      </div>
    </Page>
  );
}

function LinkTable({ links }: { readonly links: readonly Link[] }) {
  return (
    <Table
      caption={say("links.title")}
      rows={links}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("links.name"),
          cell: (link) => (
            <span class="cell-lines">
              <a class="row-link" href={pathOf("links", link.id)}>
                {link.title}
              </a>
              <span class="narrow">{priceOf(link)}</span>
            </span>
          ),
        },
        { name: say("links.price"), isWide: true, cell: priceOf },
        { name: say("links.state"), cell: ({ active }) => <ActiveBadge isActive={active} /> },
        { name: say("links.paid"), isFigure: true, cell: paidOf },
        {
          name: say("links.created"),
          isWide: true,
          isFigure: true,
          cell: ({ createdAt }) => <Time at={createdAt} isShort />,
        },
      ]}
    />
  );
}

export function paidOf({ paidPayments, paymentLimit }: Link): string {
  const paid = formatCount(paidPayments);
  return paymentLimit === null ? paid : say("links.paidOf", { paid, limit: formatCount(paymentLimit) });
}
