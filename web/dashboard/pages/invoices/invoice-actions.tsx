import type { Invoice } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Failure } from "../../components/failure.tsx";
import { Icon } from "../../components/icon.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { useAction } from "../../session/use-action.ts";
import { CreditButton } from "./credit-button.tsx";
import { isAsked } from "./invoice-status.tsx";

type InvoiceActionsProps = { readonly invoice: Invoice; readonly changed: () => void };

/** What can be done about an invoice in its state. */
export function InvoiceActions({ invoice, changed }: InvoiceActionsProps) {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { error, run } = useAction(changed);
  const mail = (kind: "notify" | "remind") =>
    run(() => client.invoices[kind](invoice.id), say(`invoices.mailed.${kind}`));
  return (
    <>
      <Failure error={error} />
      <a class="button" href={invoice.url} target="_blank" rel="noreferrer">
        <Icon name="external" />
        {say("link.open")}
      </a>
      <a class="button" href={invoice.pdfUrl} target="_blank" rel="noreferrer">
        <Icon name="download" />
        {say("invoices.pdf")}
      </a>
      {maySell && isAsked(invoice) && invoice.customer.email !== null && (
        <>
          <button type="button" class="button" onClick={() => void mail("notify")}>
            {say(invoice.lastMailedAt === null ? "invoices.send" : "invoices.sendAgain")}
          </button>
          {invoice.lastMailedAt !== null && (
            <button type="button" class="button" onClick={() => void mail("remind")}>
              {say("invoices.remind")}
            </button>
          )}
        </>
      )}
      {maySell && (
        <a class="button" href={pathWith(pathOf("invoices", "new"), { copy: invoice.id })}>
          {say("invoices.copy")}
        </a>
      )}
      {maySell && <Endings invoice={invoice} changed={changed} />}
    </>
  );
}

/** Each for the states that the API takes it in; it decides again. */
function Endings({ invoice, changed }: InvoiceActionsProps) {
  const { client, announce } = useDashboard();
  const { status, total, creditedAmount } = invoice;
  const canBeCredited =
    total !== null && creditedAmount !== total && ["OPEN", "PARTIALLY_PAID", "PAID"].includes(status);
  const endings = [
    ...(status === "PARTIALLY_PAID" ? (["settle"] as const) : []),
    ...(isAsked(invoice) ? (["expire"] as const) : []),
    ...(status === "OPEN" ? (["void"] as const) : []),
  ];
  return (
    <>
      {canBeCredited && <CreditButton invoice={invoice} changed={changed} />}
      {endings.map((ending) => (
        <ConfirmButton
          key={ending}
          label={say(`invoices.${ending}`)}
          title={say(`invoices.title.${ending}`, { number: invoice.number })}
          text={say(`invoices.text.${ending}`)}
          run={async () => {
            await client.invoices[ending](invoice.id);
            announce(say(`invoices.done.${ending}`));
            changed();
          }}
        />
      ))}
    </>
  );
}
