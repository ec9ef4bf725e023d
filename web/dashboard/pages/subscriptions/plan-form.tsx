import type { RecurringPlan, UpdateRecurringPlan } from "../../../../clients/typescript/types.ts";
import { Choice, DateTimeField, Field, TextArea } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { moneyOf, PriceFields } from "./price-fields.tsx";

/** What can be changed of a plan at any time. */
type PlanFields = UpdateRecurringPlan & Pick<RecurringPlan, "title" | "amount" | "currency">;

type PlanFormProps = {
  readonly title: string;
  readonly submitLabel: string;
  /** As it is, where it is changed. */
  readonly plan?: RecurringPlan;
  /** `typed` has what only a new one has. */
  readonly submit: (plan: PlanFields, typed: Typed) => Promise<void>;
};

const presets = ["NONE", "GENTLE", "STANDARD", "FIRM"] as const satisfies readonly RecurringPlan["reminderPreset"][];

/** What is invoiced each period, and to whom. When it began, and how long its periods are, does not change. */
export function PlanForm({ title, submitLabel, plan, submit }: PlanFormProps) {
  return (
    <Section title={title} intro={say("plan.intro")}>
      <Form label={title} submitLabel={submitLabel} submit={(typed) => submit(planOf(typed), typed)}>
        <Field
          name="title"
          label={say("link.fields.title")}
          hint={say("plan.titleHint")}
          defaultValue={plan?.title}
          maxLength={255}
          required
        />
        <TextArea
          name="description"
          label={say("plan.note")}
          hint={say("plan.noteHint")}
          defaultValue={plan?.description ?? undefined}
          maxLength={2_000}
        />
        <PriceFields terms={plan} hasCalendar={plan === undefined} />
        <div class="pair">
          <Field
            name="customerName"
            label={say("invoices.customer")}
            defaultValue={plan?.customer.name ?? undefined}
            maxLength={255}
          />
          <Field
            name="customerEmail"
            type="email"
            label={say("invoices.email")}
            hint={say("plan.emailHint")}
            defaultValue={plan?.customer.email ?? undefined}
            maxLength={254}
          />
        </div>
        <div class="pair">
          <Field
            name="dueDays"
            label={say("plan.dueDays")}
            inputmode="numeric"
            pattern="[0-9]*"
            maxLength={3}
            defaultValue={(plan?.dueDays ?? 7).toString()}
            required
          />
          <Choice name="reminderPreset" label={say("invoices.reminders")}>
            {presets.map((preset) => (
              <option key={preset} value={preset} selected={preset === (plan?.reminderPreset ?? "NONE")}>
                {say(`invoices.reminders.${preset}`)}
              </option>
            ))}
          </Choice>
        </div>
        {plan === undefined && (
          <DateTimeField name="startsAt" label={say("plan.starts")} hint={say("plan.startsHint")} isOptional />
        )}
      </Form>
    </Section>
  );
}

/** All that the form has: what is empty clears what was there. */
function planOf(typed: Typed): PlanFields {
  const { title = "", description, customerName, customerEmail, dueDays, reminderPreset } = typed;
  return {
    title,
    description: description ?? null,
    ...moneyOf(typed),
    customer: { name: customerName ?? null, email: customerEmail ?? null },
    dueDays: Number(dueDays),
    reminderPreset: reminderPreset as RecurringPlan["reminderPreset"],
  };
}
