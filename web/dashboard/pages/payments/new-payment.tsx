import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { currencyCodes } from "../../../../src/protocol/currencies.ts";
import { Choice, Field, TextArea } from "../../components/field.tsx";
import { Form, type Typed } from "../../components/form.tsx";
import { Page } from "../../components/page.tsx";
import { PayerPreview } from "../../components/payer-preview.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { serverNow } from "../../session/server-time.ts";
import { paymentOf } from "./payment-of-form.ts";
import { SellerFields } from "./seller-fields.tsx";

const lives = ["1", "24", "168", "720"] as const;

/** Asks a customer for money: no link and no server is needed for it. */
export function NewPayment() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  const [typed, setTyped] = useState<Typed>({ currency: "USD" });
  const create = async (form: Typed) => {
    const { id } = await client.payments.create(paymentOf(form, serverNow().getTime()));
    announce(say("newPayment.created"));
    route(pathOf("payments", id));
  };
  return (
    <Page title={say("newPayment.title")} parent={{ name: say("payments.title"), href: pathOf("payments") }}>
      <div class="columns">
        <Section title={say("newPayment.title")}>
          <Form
            label={say("newPayment.title")}
            submit={create}
            submitLabel={say("newPayment.create")}
            onTyped={setTyped}
          >
            <div class="pair">
              <Field name="amount" label={say("newPayment.amount")} inputmode="decimal" maxLength={40} required />
              <Choice name="currency" label={say("newPayment.currency")}>
                {currencyCodes.map((code) => (
                  <option key={code}>{code}</option>
                ))}
              </Choice>
            </div>
            <Field name="title" label={say("newPayment.name")} hint={say("newPayment.nameHint")} maxLength={255} />
            <TextArea name="description" label={say("newPayment.description")} maxLength={2_000} />
            <div class="pair">
              <Field
                name="externalId"
                label={say("newPayment.externalId")}
                hint={say("newPayment.externalIdHint")}
                maxLength={255}
              />
              <Choice name="life" label={say("newPayment.expires")}>
                {lives.map((hours) => (
                  <option key={hours} value={hours}>
                    {say(`newPayment.expires.${hours}`)}
                  </option>
                ))}
              </Choice>
            </div>
            <SellerFields />
          </Form>
        </Section>
        <PayerPreview {...typed} isTyped />
      </div>
    </Page>
  );
}
