import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { useKept } from "../../session/use-kept.ts";
import { type Draft, emptyDraft, readDraft } from "./draft.ts";
import { InvoiceForm } from "./invoice-form.tsx";
import { formOf } from "./invoice-of-form.ts";

/** An invoice has a number from the moment it is made, without gaps: until then it is a draft in this browser. */
export function NewInvoice() {
  const { client, announce, membership, mode } = useDashboard();
  const { query, route } = useLocation();
  const { copy } = query;
  const [draft, keep] = useKept<Draft | null>(`invoice.${membership.id}.${mode}`, readDraft);
  const [version, setVersion] = useState(0);
  const begun = useData(
    async () => (copy ? formOf(await client.invoices.retrieve(copy)) : (draft ?? emptyDraft)),
    [copy, version],
  );
  const discard = () => {
    keep(null);
    setVersion(version + 1);
  };
  return (
    <Page
      title={say("invoices.newTitle")}
      parent={{ name: say("invoices.title"), href: pathOf("invoices") }}
      actions={
        draft !== null &&
        !copy && (
          <button type="button" class="button" onClick={discard}>
            {say("invoices.discard")}
          </button>
        )
      }
    >
      <Show data={begun}>
        {(first) => (
          <InvoiceForm
            key={`${copy} ${version} ${begun.isLoading}`}
            draft={first}
            // Of a copy nothing is kept: the draft stays.
            keep={copy ? () => {} : keep}
            submit={async (invoice) => {
              const { id } = await client.invoices.create(invoice);
              if (!copy) keep(null);
              announce(say("invoices.made"));
              route(pathOf("invoices", id));
            }}
          />
        )}
      </Show>
    </Page>
  );
}
