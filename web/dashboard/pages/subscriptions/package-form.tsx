import { useState } from "preact/hooks";
import type { CreateSubscriptionPackage, SubscriptionPackage } from "../../../../clients/typescript/types.ts";
import { pricingUnitCodes } from "../../../../src/protocol/currencies.ts";
import { Field, TextArea } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { PayerPreview } from "../../components/payer-preview.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { calendarOf, moneyOf, PriceFields } from "./price-fields.tsx";

type PackageFormProps = {
  readonly title: string;
  readonly submitLabel: string;
  /** As it is, where it is changed. */
  readonly offered?: SubscriptionPackage;
  readonly submit: (offered: CreateSubscriptionPackage) => Promise<void>;
};

/** What customers can subscribe to, with what they see of it. */
export function PackageForm({ title, submitLabel, offered, submit }: PackageFormProps) {
  const [typed, setTyped] = useState<Typed>({
    name: offered?.name,
    description: offered?.description ?? undefined,
    amount: offered?.amount,
    currency: offered?.currency ?? pricingUnitCodes[0],
  });
  return (
    <div class="columns">
      <Section title={title}>
        <Form label={title} submitLabel={submitLabel} submit={(form) => submit(packageOf(form))} onTyped={setTyped}>
          <Field
            name="name"
            label={say("customers.name")}
            hint={say("package.nameHint")}
            defaultValue={offered?.name}
            maxLength={255}
            required
          />
          <TextArea
            name="description"
            label={say("link.fields.description")}
            defaultValue={offered?.description ?? undefined}
            maxLength={2_000}
          />
          <PriceFields terms={offered} />
          <div class="pair">
            <DaysField
              name="trialDays"
              label={say("package.trial")}
              hint={say("package.trialHint")}
              days={offered?.trialDays ?? 0}
            />
            <DaysField
              name="graceDays"
              label={say("package.grace")}
              hint={say("package.graceHint")}
              days={offered?.graceDays ?? 3}
            />
          </div>
          <Field
            name="buttonLabel"
            label={say("package.button")}
            hint={say("package.buttonHint")}
            defaultValue={offered?.buttonLabel ?? undefined}
            maxLength={60}
          />
        </Form>
      </Section>
      <PayerPreview {...typed} title={typed.name} isTyped />
    </div>
  );
}

type DaysFieldProps = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly days: number;
};

function DaysField({ days, ...field }: DaysFieldProps) {
  return (
    <Field {...field} inputmode="numeric" pattern="[0-9]*" maxLength={3} defaultValue={days.toString()} required />
  );
}

/** All that the form has: what is empty clears what was there. */
function packageOf(typed: Typed): CreateSubscriptionPackage {
  const { name = "", description, trialDays, graceDays, buttonLabel } = typed;
  return {
    name,
    description: description ?? null,
    ...moneyOf(typed),
    ...calendarOf(typed),
    trialDays: Number(trialDays),
    graceDays: Number(graceDays),
    buttonLabel: buttonLabel ?? null,
  };
}
