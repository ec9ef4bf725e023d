import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { Invoice as InvoiceView } from "../../../../clients/typescript/types.ts";
import { languageNames } from "../../../shared/messages/language.ts";
import { type Fact, Facts } from "../../components/facts.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { ShareLink } from "../../components/share-link.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatDate, formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { PaymentTable } from "../payments/payment-table.tsx";
import { customerOf, totalOf } from "./amounts.ts";
import { InvoiceActions } from "./invoice-actions.tsx";
import { InvoiceStatus } from "./invoice-status.tsx";
import "../../components/payer-preview.css";
import "./invoice-preview.css";

const parent = { name: say("invoices.title"), href: pathOf("invoices") };

/** One invoice: what it says, where it stands, and what can be done about it. */
export function Invoice({ id = "" }: { readonly id?: string }) {
  const { client } = useDashboard();
  const data = useData(() => client.invoices.retrieve(id), [id]);
  useRefresh(data.reload, 30);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("invoices.title")}
        parent={parent}
        missing={say("invoices.missing")}
        text={say("payment.noneText")}
      />
    );
  }
  const { value } = data;
  return (
    <Page
      title={value ? say("invoices.numbered", { number: value.number }) : say("invoices.title")}
      parent={parent}
      beside={value && <InvoiceStatus invoice={value} />}
      actions={value && <InvoiceActions invoice={value} changed={data.reload} />}
    >
      <Show data={data}>{(invoice) => <Parts invoice={invoice} />}</Show>
    </Page>
  );
}

function Parts({ invoice }: { readonly invoice: InvoiceView }) {
  const { client } = useDashboard();
  const { id, url, creditNotes } = invoice;
  const payments = useData(() => client.payments.list({ sourceId: id, limit: "50" }), [invoice]);
  return (
    <div class="columns">
      <div class="stack">
        <Section title={invoice.title}>
          {invoice.description && <p class="soft small payer-description">{invoice.description}</p>}
          <Lines invoice={invoice} />
          <Sums invoice={invoice} />
        </Section>
        <Section title={say("link.share")}>
          <ShareLink url={url} label={say("invoices.qr")}>
            <Facts
              facts={[[say("references.address"), <Id key="url" text={url} what={say("references.address")} />]]}
            />
          </ShareLink>
        </Section>
        <Section title={say("payments.title")}>
          <Show data={payments}>
            {({ data }) =>
              data.length === 0 ? <p class="soft small">{say("invoices.unpaid")}</p> : <PaymentTable payments={data} />
            }
          </Show>
        </Section>
        {creditNotes.length > 0 && (
          <Section title={say("invoices.creditNotes")}>
            <Table
              caption={say("invoices.creditNotes")}
              rows={creditNotes}
              keyOf={(note) => note.id}
              columns={[
                { name: say("invoices.number"), cell: ({ number }) => number },
                { name: say("invoices.creditReason"), cell: ({ reason }) => reason },
                {
                  name: say("payments.amount"),
                  isFigure: true,
                  cell: ({ amount }) => formatMoney(amount, invoice.currency),
                },
              ]}
            />
          </Section>
        )}
      </div>
      <InvoiceFacts invoice={invoice} />
    </div>
  );
}

function Lines({ invoice: { lines, currency } }: { readonly invoice: InvoiceView }) {
  if (lines.length === 0) return null;
  return (
    <Table
      caption={say("invoices.lines")}
      rows={lines}
      keyOf={(_, index) => `${index}`}
      columns={[
        {
          name: say("payments.column.what"),
          cell: ({ description, quantity }) =>
            quantity === "1" ? description : say("invoices.times", { quantity, description }),
        },
        {
          name: say("invoices.each"),
          isFigure: true,
          isWide: true,
          cell: ({ unitPrice }) => formatMoney(unitPrice, currency),
        },
        { name: say("payments.amount"), isFigure: true, cell: ({ amount }) => formatMoney(amount, currency) },
      ]}
    />
  );
}

function Sums({ invoice }: { readonly invoice: InvoiceView }) {
  const { currency, taxes, total, creditedAmount, receivedAmount, amountDue } = invoice;
  const isNone = (amount: string) => Number(amount) === 0;
  return (
    <dl class="invoice-sums">
      {taxes.map(({ name, rate, amount }, index) => (
        <div key={`tax ${index}`}>
          <dt>{say("invoices.taxOf", { name, rate })}</dt>
          <dd>{formatMoney(amount, currency)}</dd>
        </div>
      ))}
      {total !== null && (
        <div>
          <dt>{say("invoices.total")}</dt>
          <dd>{totalOf(invoice)}</dd>
        </div>
      )}
      {!isNone(creditedAmount) && (
        <div>
          <dt>{say("invoices.creditedAmount")}</dt>
          <dd>{formatMoney(creditedAmount, currency)}</dd>
        </div>
      )}
      {!isNone(receivedAmount) && (
        <div>
          <dt>{say("invoices.received")}</dt>
          <dd>{formatMoney(receivedAmount, currency)}</dd>
        </div>
      )}
      <div class="invoice-total">
        <dt>{say("invoices.amountDue")}</dt>
        <dd>{amountDue === null ? say("invoices.open") : formatMoney(amountDue, currency)}</dd>
      </div>
    </dl>
  );
}

function InvoiceFacts({ invoice }: { readonly invoice: InvoiceView }) {
  const { customer, orderId, dueDate, expiresAt, reminderPreset, nextReminderAt, lastMailedAt, createdAt } = invoice;
  const time = (at: string | null) => at !== null && <Time at={at} />;
  return (
    <Section title={say("payment.details")}>
      <Facts
        facts={[
          [say("payment.id"), <Id key="id" text={invoice.id} what={say("payment.id")} />],
          [say("invoices.customer"), customerOf(invoice)],
          customer.email !== null && [say("invoices.email"), customer.email],
          customer.address !== null && [
            say("invoices.address"),
            <span key="address" class="payer-description">
              {customer.address}
            </span>,
          ],
          orderId !== null && [say("payment.externalId"), orderId],
          dueDate !== null && [say("invoices.due"), formatDate(dueDate)],
          [say("invoices.reminders"), say(`invoices.reminders.${reminderPreset}`)],
          nextReminderAt !== null && [say("invoices.nextReminder"), time(nextReminderAt)],
          lastMailedAt !== null && [say("invoices.lastMailed"), time(lastMailedAt)],
          [say("invoices.expires"), expiresAt === null ? say("invoices.never") : time(expiresAt)],
          ...invoice.sellers.map(
            (seller): Fact => [
              say("references.part", { percent: seller.percent }),
              <Id key={seller.address} text={seller.address} what={say("payment.recipient")} />,
            ],
          ),
          invoice.language !== null && [say("invoices.language"), languageNames[invoice.language]],
          [say("invoices.partialFact"), say(invoice.allowPartialPayments ? "invoices.yes" : "invoices.no")],
          [say("invoices.created"), time(createdAt)],
          invoice.paidAt !== null && [say("payment.paidAt"), time(invoice.paidAt)],
          invoice.settledAt !== null && [say("invoices.settledAt"), time(invoice.settledAt)],
        ]}
      />
    </Section>
  );
}
