import { useLocation } from "preact-iso";
import type { Link } from "../../../../clients/typescript/types.ts";
import { Badge } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { Pager } from "../../components/pager.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { priceOf } from "./price.ts";

const choices = [
  ["", "links.showAll"],
  ["true", "links.showActive"],
  ["false", "links.showArchived"],
] as const;

export function Links() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { query, route } = useLocation();
  const { active } = query;
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
        <label class="row">
          <span class="small soft">{say("links.show")}</span>
          <select
            class="input choice"
            value={active ?? ""}
            onChange={({ currentTarget }) => route(pathWith(pathOf("links"), { active: currentTarget.value }))}
          >
            {choices.map(([value, key]) => (
              <option key={value} value={value}>
                {say(key)}
              </option>
            ))}
          </select>
        </label>
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
        { name: say("links.state"), cell: ({ active }) => <LinkState isActive={active} /> },
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

export function LinkState({ isActive }: { readonly isActive: boolean }) {
  return isActive ? (
    <Badge text={say("links.active")} tone="good" />
  ) : (
    <Badge text={say("links.inactive")} tone="plain" />
  );
}
