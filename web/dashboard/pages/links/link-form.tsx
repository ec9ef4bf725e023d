import { useState } from "preact/hooks";
import type { CreateLink, Link } from "../../../../clients/typescript/types.ts";
import { currencyCodes } from "../../../../src/protocol/currencies.ts";
import { Choice, Field, TextArea } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { PayerPreview } from "../../components/payer-preview.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";

type LinkFormProps = {
  readonly title: string;
  readonly submitLabel: string;
  /** As it is, where it is changed. */
  readonly link?: Link;
  readonly submit: (link: CreateLink) => Promise<void>;
};

/** What a link asks for, with what the customer sees of it. */
export function LinkForm({ title, submitLabel, link, submit }: LinkFormProps) {
  const [isFixed, setFixed] = useState(link === undefined || link.amount !== null);
  const [typed, setTyped] = useState<Typed>({
    title: link?.title,
    description: link?.description ?? undefined,
    amount: link?.amount ?? link?.minimumAmount ?? undefined,
    currency: link?.currency ?? "USD",
  });
  return (
    <div class="columns">
      <Section title={title}>
        <Form
          label={title}
          submitLabel={submitLabel}
          submit={(form) => submit(linkOf(form, isFixed))}
          onTyped={(form) => setTyped({ ...form, amount: form.amount ?? form.minimumAmount })}
        >
          <Field
            name="title"
            label={say("link.fields.title")}
            hint={say("link.fields.titleHint")}
            defaultValue={link?.title}
            maxLength={255}
            required
          />
          <TextArea
            name="description"
            label={say("link.fields.description")}
            defaultValue={link?.description ?? undefined}
            maxLength={2_000}
          />
          <fieldset>
            <legend class="field-name">{say("link.fields.kind")}</legend>
            <label class="check">
              <input type="radio" name="kind" checked={isFixed} onChange={() => setFixed(true)} />
              {say("link.fields.fixed")}
            </label>
            <label class="check">
              <input type="radio" name="kind" checked={!isFixed} onChange={() => setFixed(false)} />
              {say("link.fields.open")}
            </label>
          </fieldset>
          <div class="pair">
            {isFixed ? (
              <Field
                key="amount"
                name="amount"
                label={say("link.fields.amount")}
                inputmode="decimal"
                maxLength={40}
                defaultValue={link?.amount ?? undefined}
                required
              />
            ) : (
              <>
                <Field
                  key="minimum"
                  name="minimumAmount"
                  label={say("link.fields.minimum")}
                  inputmode="decimal"
                  maxLength={40}
                  defaultValue={link?.minimumAmount ?? undefined}
                  required
                />
                <Field
                  key="maximum"
                  name="maximumAmount"
                  label={say("link.fields.maximum")}
                  inputmode="decimal"
                  maxLength={40}
                  defaultValue={link?.maximumAmount ?? undefined}
                />
              </>
            )}
            <Choice name="currency" label={say("link.fields.currency")} defaultValue={link?.currency}>
              {currencyCodes.map((code) => (
                <option key={code} selected={code === (link?.currency ?? "USD")}>
                  {code}
                </option>
              ))}
            </Choice>
          </div>
          <div class="pair">
            <Field
              name="paymentLimit"
              label={say("link.fields.limit")}
              hint={say("link.fields.limitHint")}
              inputmode="numeric"
              pattern="[0-9]*"
              maxLength={7}
              defaultValue={link?.paymentLimit?.toString()}
            />
            <Field
              name="successUrl"
              type="url"
              label={say("link.fields.success")}
              hint={say("link.fields.successHint")}
              maxLength={2_000}
              defaultValue={link?.successUrl ?? undefined}
            />
          </div>
        </Form>
      </Section>
      <PayerPreview {...typed} isTyped />
    </div>
  );
}

/** All that the form has: what is empty clears what was there. */
function linkOf(typed: Typed, isFixed: boolean): CreateLink {
  const { title = "", description, currency, amount, minimumAmount, maximumAmount, paymentLimit, successUrl } = typed;
  return {
    title,
    description: description ?? null,
    currency: currency as CreateLink["currency"],
    amount: isFixed ? (amount ?? null) : null,
    minimumAmount: isFixed ? null : (minimumAmount ?? null),
    maximumAmount: isFixed ? null : (maximumAmount ?? null),
    paymentLimit: paymentLimit === undefined ? null : Number(paymentLimit),
    successUrl: successUrl ?? null,
  };
}
