import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { Payment } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Failure } from "../../components/failure.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { Pager } from "../../components/pager.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useKept } from "../../session/use-kept.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { ColumnChoice } from "./column-choice.tsx";
import { readColumns } from "./columns.tsx";
import { exportPayments } from "./export-payments.ts";
import { filterOf } from "./filter.ts";
import { PaymentFilters } from "./payment-filters.tsx";
import { PaymentTable } from "./payment-table.tsx";
import { SavedViews } from "./saved-views.tsx";

/** All payments, the newest first. What they are filtered by is in the address: it can be kept and shared. */
export function Payments() {
  const { client, announce } = useDashboard();
  const { query } = useLocation();
  const maySell = useMay("sell");
  const [error, setError] = useState<unknown>(undefined);
  const [columns, keepColumns] = useKept("payments.columns", readColumns);
  const filter = filterOf(query);
  const isFiltered = Object.keys(filter).length > 0;
  const page = usePages<Payment>((cursor) => client.payments.list({ ...filter, ...(cursor && { cursor }) }), [filter]);
  // That a payment was made is no event.
  useRefresh(page.reload, 20, true);
  const download = async () => {
    setError(undefined);
    await exportPayments(client, filter).then(announce, setError);
  };
  return (
    <Page
      title={say("payments.title")}
      actions={
        <>
          <button type="button" class="button" onClick={download}>
            <Icon name="download" />
            {say("payments.csv")}
          </button>
          {maySell && <NewPaymentLink />}
        </>
      }
    >
      <div class="stack">
        <PaymentFilters query={query}>
          <ColumnChoice chosen={columns} choose={keepColumns} />
          <SavedViews query={query} />
        </PaymentFilters>
        <Failure error={error} />
        <Show data={page}>
          {({ data }) =>
            data.length > 0 ? (
              <PaymentTable payments={data} columns={columns} />
            ) : isFiltered ? (
              <Empty title={say("payments.noneFound")} text={say("payments.noneFoundText")}>
                <a class="button" href={pathOf("payments")}>
                  {say("payments.clear")}
                </a>
              </Empty>
            ) : (
              <Empty title={say("payments.none")} text={say("payments.noneText")}>
                {maySell && <NewPaymentLink />}
              </Empty>
            )
          }
        </Show>
        <Pager {...page} />
      </div>
    </Page>
  );
}

function NewPaymentLink() {
  return (
    <a class="button button-primary" href={pathOf("payments", "new")}>
      <Icon name="plus" />
      {say("payments.new")}
    </a>
  );
}
