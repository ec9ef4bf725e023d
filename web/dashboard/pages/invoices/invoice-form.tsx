import { useState } from "preact/hooks";
import type { CreateInvoice } from "../../../../clients/typescript/types.ts";
import { pricingUnitCodes } from "../../../../src/protocol/currencies.ts";
import { languageNames } from "../../../shared/messages/language.ts";
import { Check, Choice, Field, TextArea } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { PercentSellers } from "../../components/percent-sellers.tsx";
import { RowFields } from "../../components/row-fields.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import type { Draft } from "./draft.ts";
import { invoiceOf, mostLines, mostTaxes, type Shape } from "./invoice-of-form.ts";
import { InvoicePreview } from "./invoice-preview.tsx";

const presets = ["NONE", "GENTLE", "STANDARD", "FIRM"] as const;

type InvoiceFormProps = {
  readonly draft: Draft;
  readonly keep: (draft: Draft) => void;
  readonly submit: (invoice: CreateInvoice) => Promise<void>;
};

/** What an invoice says, with what its customer will see. What is typed is kept. */
export function InvoiceForm({ draft, keep, submit }: InvoiceFormProps) {
  const [typed, setTyped] = useState<Typed>(draft.typed);
  const [shape, setShape] = useState<Shape>(draft.shape);
  const first = draft.typed;
  const reshape = (change: Partial<Shape>) => {
    const changed = { ...shape, ...change };
    setShape(changed);
    keep({ typed, shape: changed });
  };
  return (
    <div class="columns">
      <Section title={say("invoices.newTitle")} intro={say("invoices.draftText")}>
        <Form
          label={say("invoices.newTitle")}
          submitLabel={say("invoices.create")}
          submit={(form) => submit(invoiceOf(form, shape))}
          onTyped={(form) => {
            setTyped(form);
            keep({ typed: form, shape });
          }}
        >
          <Field name="title" label={say("invoices.what")} defaultValue={first.title} maxLength={255} required />
          <div class="pair">
            <Field
              name="customer.name"
              label={say("invoices.customer")}
              defaultValue={first["customer.name"]}
              maxLength={255}
            />
            <Field
              name="customer.email"
              type="email"
              label={say("invoices.email")}
              defaultValue={first["customer.email"]}
              maxLength={254}
              autocomplete="off"
            />
          </div>
          <TextArea
            name="customer.address"
            label={say("invoices.address")}
            defaultValue={first["customer.address"]}
            maxLength={1_000}
          />
          <fieldset>
            <legend class="field-name">{say("invoices.price")}</legend>
            <label class="check">
              <input type="radio" name="kind" checked={!shape.isOpen} onChange={() => reshape({ isOpen: false })} />
              {say("invoices.byLines")}
            </label>
            <label class="check">
              <input type="radio" name="kind" checked={shape.isOpen} onChange={() => reshape({ isOpen: true })} />
              {say("invoices.byPayer")}
            </label>
          </fieldset>
          <Choice name="currency" label={say("newPayment.currency")}>
            {pricingUnitCodes.map((code) => (
              <option key={code} selected={code === (first.currency ?? "USD")}>
                {code}
              </option>
            ))}
          </Choice>
          {!shape.isOpen && <LinesAndTaxes first={first} shape={shape} reshape={reshape} />}
          <div class="pair">
            <Field name="dueDate" type="date" label={say("invoices.due")} defaultValue={first.dueDate} />
            <Choice name="reminderPreset" label={say("invoices.reminders")} hint={say("invoices.remindersHint")}>
              {presets.map((preset) => (
                <option key={preset} value={preset} selected={preset === first.reminderPreset}>
                  {say(`invoices.reminders.${preset}`)}
                </option>
              ))}
            </Choice>
          </div>
          <Choice name="language" label={say("invoices.language")} hint={say("invoices.languageHint")}>
            <option value="">{say("invoices.language.reader")}</option>
            {Object.entries(languageNames).map(([code, name]) => (
              <option key={code} value={code} lang={code} selected={code === first.language}>
                {name}
              </option>
            ))}
          </Choice>
          <PercentSellers
            hint={say("invoices.sellersText")}
            count={shape.sellers}
            change={(sellers) => reshape({ sellers })}
            first={first}
          />
          <Field name="orderId" label={say("newPayment.externalId")} defaultValue={first.orderId} maxLength={255} />
          <TextArea
            name="description"
            label={say("newPayment.description")}
            defaultValue={first.description}
            maxLength={2_000}
          />
          <Check name="notify" label={say("invoices.notify")} isChecked={first.notify !== undefined} />
        </Form>
      </Section>
      <InvoicePreview typed={typed} shape={shape} />
    </div>
  );
}

type RowsProps = {
  readonly first: Typed;
  readonly shape: Shape;
  readonly reshape: (change: Partial<Shape>) => void;
};

function LinesAndTaxes({ first, shape, reshape }: RowsProps) {
  const field = (name: string, label: string, input: object) => (
    <Field name={name} label={label} defaultValue={first[name]} autocomplete="off" {...input} />
  );
  return (
    <>
      <RowFields
        legend={say("invoices.lines")}
        count={shape.lines}
        least={1}
        most={mostLines}
        addLabel={say("invoices.addLine")}
        removeLabel={say("invoices.removeLine", { number: shape.lines })}
        change={(lines) => reshape({ lines })}
      >
        {(index) => (
          <>
            {field(`lines.${index}.description`, say("invoices.line", { number: index + 1 }), { maxLength: 500 })}
            {field(`lines.${index}.quantity`, say("invoices.quantity", { number: index + 1 }), {
              inputmode: "decimal",
              maxLength: 20,
              placeholder: "1",
            })}
            {field(`lines.${index}.unitPrice`, say("invoices.unitPrice", { number: index + 1 }), {
              inputmode: "decimal",
              maxLength: 40,
            })}
          </>
        )}
      </RowFields>
      <RowFields
        legend={say("invoices.taxes")}
        hint={say("invoices.taxesHint")}
        count={shape.taxes}
        least={0}
        most={mostTaxes}
        addLabel={say("invoices.addTax")}
        removeLabel={say("invoices.removeTax", { number: shape.taxes })}
        change={(taxes) => reshape({ taxes })}
      >
        {(index) => (
          <>
            {field(`taxes.${index}.name`, say("invoices.taxName", { number: index + 1 }), { maxLength: 100 })}
            {field(`taxes.${index}.rate`, say("invoices.taxRate", { number: index + 1 }), {
              inputmode: "decimal",
              maxLength: 8,
            })}
            {field(`taxes.${index}.lines`, say("invoices.taxLines", { number: index + 1 }), {
              placeholder: say("invoices.taxLinesAll"),
              maxLength: 400,
            })}
          </>
        )}
      </RowFields>
      <Check
        name="allowPartialPayments"
        label={say("invoices.partial")}
        isChecked={first.allowPartialPayments !== undefined}
      />
    </>
  );
}
