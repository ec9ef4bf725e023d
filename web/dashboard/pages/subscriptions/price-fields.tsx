import type { SubscriptionPackage } from "../../../../clients/typescript/types.ts";
import { pricingUnitCodes } from "../../../../src/protocol/currencies.ts";
import { Choice, Field } from "../../components/field.tsx";
import type { Typed } from "../../components/form.tsx";
import { timeZone } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";

type Terms = Pick<SubscriptionPackage, "amount" | "currency" | "interval" | "timeZone">;

const intervals = [
  "DAILY",
  "WEEKLY",
  "BIWEEKLY",
  "MONTHLY",
  "QUARTERLY",
  "YEARLY",
] as const satisfies readonly Terms["interval"][];

type PriceFieldsProps = {
  readonly terms: Terms | undefined;
  /** Of what has begun the calendar cannot change. */
  readonly hasCalendar?: boolean;
};

/** What is charged, and how often. */
export function PriceFields({ terms, hasCalendar = true }: PriceFieldsProps) {
  return (
    <>
      <div class="pair">
        <Field
          name="amount"
          label={say("link.fields.amount")}
          inputmode="decimal"
          maxLength={40}
          defaultValue={terms?.amount}
          required
        />
        <Choice name="currency" label={say("link.fields.currency")}>
          {pricingUnitCodes.map((code) => (
            <option key={code} selected={code === (terms?.currency ?? pricingUnitCodes[0])}>
              {code}
            </option>
          ))}
        </Choice>
      </div>
      {hasCalendar && (
        <div class="pair">
          <Choice name="interval" label={say("package.interval")}>
            {intervals.map((interval) => (
              <option key={interval} value={interval} selected={interval === (terms?.interval ?? "MONTHLY")}>
                {say(`package.interval.${interval}`)}
              </option>
            ))}
          </Choice>
          <Field
            name="timeZone"
            label={say("package.timeZone")}
            hint={say("package.timeZoneHint")}
            defaultValue={terms?.timeZone ?? timeZone}
            maxLength={64}
            spellcheck={false}
            required
          />
        </div>
      )}
    </>
  );
}

/** What is charged, as it was typed. */
export function moneyOf({ amount = "", currency }: Typed): Pick<Terms, "amount" | "currency"> {
  return { amount, currency: currency as Terms["currency"] };
}

/** How often, as it was chosen. */
export function calendarOf({ interval, timeZone: zone = "" }: Typed): Pick<Terms, "interval" | "timeZone"> {
  return { interval: interval as Terms["interval"], timeZone: zone };
}
