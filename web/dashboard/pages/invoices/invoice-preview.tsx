import type { Typed } from "../../components/form.tsx";
import { formatDate } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useBranding } from "../../session/branding.ts";
import { useDashboard } from "../../session/dashboard.ts";
import type { Shape } from "./invoice-of-form.ts";
import { sumsOf } from "./sums.ts";
import "../../components/payer-preview.css";
import "./invoice-preview.css";

type InvoicePreviewProps = { readonly typed: Typed; readonly shape: Shape };

/** The invoice as its customer will see it, added up while it is typed. */
export function InvoicePreview({ typed, shape }: InvoicePreviewProps) {
  const { membership } = useDashboard();
  const branding = useBranding();
  const { lines, taxes, total } = sumsOf(typed, shape);
  const to = [typed["customer.name"] ?? typed["customer.email"], ...(typed["customer.address"]?.split("\n") ?? [])];
  return (
    <aside class="payer-preview invoice-preview" aria-label={say("invoices.preview")}>
      <p class="payer-merchant">{branding?.name ?? membership.name}</p>
      <p class="invoice-preview-title">{typed.title ?? say("invoices.untitled")}</p>
      {typed.description && <p class="soft small payer-description">{typed.description}</p>}
      {to.some(Boolean) && (
        <address class="small">
          {to.filter(Boolean).map((line, index) => (
            <span key={`${index} ${line}`}>{line}</span>
          ))}
        </address>
      )}
      {typed.dueDate && <p class="small">{say("invoices.dueOn", { day: formatDate(typed.dueDate) })}</p>}
      <dl class="invoice-sums">
        {lines.map(({ description, quantity, amount }, index) => (
          <div key={`line ${index}`}>
            <dt>{quantity === "1" ? description : say("invoices.times", { quantity, description })}</dt>
            <dd>{amount ?? "–"}</dd>
          </div>
        ))}
        {taxes.map(({ name, rate, amount }, index) => (
          <div key={`tax ${index}`} class="soft">
            <dt>{say("invoices.taxOf", { name, rate })}</dt>
            <dd>{amount ?? "–"}</dd>
          </div>
        ))}
        <div class="invoice-total">
          <dt>{say("invoices.amountDue")}</dt>
          <dd>{shape.isOpen ? say("invoices.open") : (total ?? "–")}</dd>
        </div>
      </dl>
      <p class="soft small">{say("preview.untilTyped")}</p>
    </aside>
  );
}
