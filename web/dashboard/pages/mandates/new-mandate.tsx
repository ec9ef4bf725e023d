import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { CreateMandate } from "../../../../clients/typescript/types.ts";
import { Choice, DateTimeField, Field } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { Page } from "../../components/page.tsx";
import { PercentSellers, percentSellersOf } from "../../components/percent-sellers.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { allChains, tokenSymbols } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";

const units = ["MONTH", "DAY"] as const;

/** What a payer is asked to sign: nothing of it can be changed afterwards. */
export function NewMandate() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  const [sellers, setSellers] = useState(0);
  return (
    <Page
      title={say("mandate.createTitle")}
      parent={{ name: say("mandates.title"), href: pathOf("subscriptions", "mandates") }}
    >
      <Section title={say("mandate.createTitle")} intro={say("mandate.intro")}>
        <Form
          label={say("mandate.createTitle")}
          submitLabel={say("mandate.create")}
          submit={async (typed) => {
            const { id } = await client.mandates.create(mandateOf(typed, sellers));
            announce(say("mandate.made"));
            route(pathOf("subscriptions", "mandates", id));
          }}
        >
          <Field
            name="title"
            label={say("link.fields.title")}
            hint={say("mandate.titleHint")}
            maxLength={255}
            required
          />
          <div class="pair">
            <Field name="amount" label={say("link.fields.amount")} inputmode="decimal" maxLength={40} required />
            <Choice name="token" label={say("payments.token")}>
              {tokenSymbols.map((symbol) => (
                <option key={symbol}>{symbol}</option>
              ))}
            </Choice>
          </div>
          <Choice name="chainId" label={say("payments.chain")}>
            {allChains.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Choice>
          <div class="pair">
            <Field
              name="interval.count"
              label={say("mandate.every")}
              type="number"
              min="1"
              max="1825"
              defaultValue="1"
              required
            />
            <Choice name="unit" label={say("mandate.unit")}>
              {units.map((unit) => (
                <option key={unit} value={unit}>
                  {say(`mandate.unit.${unit}`)}
                </option>
              ))}
            </Choice>
          </div>
          <div class="pair">
            <Field
              name="periods"
              label={say("mandate.periods")}
              hint={say("mandate.periodsHint")}
              type="number"
              min="1"
              max="1825"
              defaultValue="12"
              required
            />
            <DateTimeField name="startsAt" label={say("mandate.first")} hint={say("mandate.firstHint")} isOptional />
          </div>
          <PercentSellers hint={say("mandate.sellersHint")} count={sellers} change={setSellers} />
        </Form>
      </Section>
    </Page>
  );
}

function mandateOf(typed: Typed, sellers: number): CreateMandate {
  const { title = "", amount = "", token, chainId, unit, periods, startsAt } = typed;
  return {
    title,
    amount,
    token: token as CreateMandate["token"],
    chainId: Number(chainId),
    interval: { unit: unit as CreateMandate["interval"]["unit"], count: Number(typed["interval.count"]) },
    periods: Number(periods),
    sellers: percentSellersOf(typed, sellers),
    ...(startsAt !== undefined && { startsAt: new Date(startsAt).toISOString() }),
  };
}
