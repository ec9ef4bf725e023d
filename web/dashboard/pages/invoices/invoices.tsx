import { useLocation } from "preact-iso";
import type { Invoice } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { typedIn } from "../../components/form.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { Pager } from "../../components/pager.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatDate } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { customerOf, totalOf } from "./amounts.ts";
import { InvoiceStatus, invoiceStatuses } from "./invoice-status.tsx";

/** All invoices, the newest first. A text with an @ is a customer's mail address, any other one an order's id. */
export function Invoices() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { query } = useLocation();
  const { status, q } = query;
  const page = usePages<Invoice>(
    (cursor) =>
      client.invoices.list({
        ...(status && { status: status as Invoice["status"] }),
        ...(q && (q.includes("@") ? { customerEmail: q } : { orderId: q })),
        ...(cursor && { cursor }),
      }),
    [status, q],
  );
  useRefresh(page.reload, 30);
  const create = maySell && (
    <a class="button button-primary" href={pathOf("invoices", "new")}>
      <Icon name="plus" />
      {say("invoices.new")}
    </a>
  );
  return (
    <Page title={say("invoices.title")} actions={create}>
      <div class="stack">
        <InvoiceFilters status={status} q={q} />
        <Show data={page}>
          {({ data }) =>
            data.length > 0 ? (
              <InvoiceTable invoices={data} />
            ) : status || q ? (
              <Empty title={say("invoices.noneFound")} text={say("payments.noneFoundText")}>
                <a class="button" href={pathOf("invoices")}>
                  {say("payments.clear")}
                </a>
              </Empty>
            ) : (
              <Empty title={say("invoices.none")} text={say("invoices.noneText")}>
                {create}
              </Empty>
            )
          }
        </Show>
        <Pager {...page} />
      </div>
    </Page>
  );
}

type FiltersProps = { readonly status: string | undefined; readonly q: string | undefined };

function InvoiceFilters({ status, q }: FiltersProps) {
  const { route } = useLocation();
  const apply = (form: HTMLFormElement) => route(pathWith(pathOf("invoices"), typedIn(form)));
  return (
    <form
      class="row"
      aria-label={say("payments.filters")}
      key={`${status} ${q}`}
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget as HTMLFormElement);
      }}
    >
      <input
        class="input choice"
        type="search"
        name="q"
        defaultValue={q ?? ""}
        maxLength={255}
        placeholder={say("invoices.search")}
        aria-label={say("invoices.search")}
      />
      <button type="submit" class="button" aria-label={say("payments.search")}>
        <Icon name="search" />
      </button>
      <select
        class="input choice"
        name="status"
        aria-label={say("payments.status")}
        onChange={({ currentTarget }) => apply(currentTarget.form as HTMLFormElement)}
      >
        <option value="">{say("links.showAll")}</option>
        {invoiceStatuses.map((each) => (
          <option key={each} value={each} selected={each === status}>
            {say(`invoices.status.${each}`)}
          </option>
        ))}
      </select>
    </form>
  );
}

/** Also on a customer's own lists. */
export function InvoiceTable({ invoices }: { readonly invoices: readonly Invoice[] }) {
  return (
    <Table
      caption={say("invoices.title")}
      rows={invoices}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("invoices.number"),
          cell: (invoice) => (
            <span class="cell-lines">
              <a class="row-link" href={pathOf("invoices", invoice.id)}>
                {invoice.number}
              </a>
              <span class="narrow">{customerOf(invoice)}</span>
            </span>
          ),
        },
        { name: say("invoices.customer"), isWide: true, cell: customerOf },
        { name: say("invoices.what"), isWide: true, cell: ({ title }) => title },
        { name: say("invoices.state"), cell: (invoice) => <InvoiceStatus invoice={invoice} /> },
        { name: say("invoices.total"), isFigure: true, cell: totalOf },
        {
          name: say("invoices.due"),
          isWide: true,
          isFigure: true,
          cell: ({ dueDate }) => (dueDate === null ? "–" : formatDate(dueDate)),
        },
        {
          name: say("invoices.created"),
          isWide: true,
          isFigure: true,
          cell: ({ createdAt }) => <Time at={createdAt} isShort />,
        },
      ]}
    />
  );
}
