import { useState } from "preact/hooks";
import type { Payment, Refund } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Facts } from "../../components/facts.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { PreparedTransaction } from "./prepared-transaction.tsx";

const tones: Readonly<Record<Refund["status"], Tone>> = {
  PENDING: "waiting",
  SUCCEEDED: "good",
  FAILED: "bad",
  CANCELLED: "plain",
};

/** What went or goes back of a payment; nothing where nothing does. */
export function Refunds({ payment }: { readonly payment: Payment }) {
  const { client } = useDashboard();
  const { value, reload } = useData(() => client.refunds.listOfPayment(payment.id), [payment]);
  useRefresh(reload, value?.data.some(({ status }) => status === "PENDING") ? 5 : null);
  if (value === undefined || value.data.length === 0) return null;
  return (
    <Section title={say("refunds.title")} intro={say("refunds.intro")}>
      {value.data.map((refund) => (
        <OneRefund key={refund.id} refund={refund} changed={reload} />
      ))}
    </Section>
  );
}

function OneRefund({ refund, changed }: { readonly refund: Refund; readonly changed: () => void }) {
  const maySell = useMay("sell");
  const { amount, token, status, to, reason, failureReason, transactions, txProblem, createdAt } = refund;
  const isOpen = status === "PENDING";
  return (
    <div class="stack">
      <div class="row">
        <h3 class="figure">{formatToken(amount, token)}</h3>
        <Badge text={say(`refunds.status.${status}`)} tone={tones[status]} />
        <span class="soft small">
          <Time at={createdAt} />
        </span>
      </div>
      <Facts
        facts={[
          [say("refunds.reason"), reason],
          to !== null && [say("refunds.to"), <code key="to">{to}</code>],
          failureReason !== null && [say("payment.reason"), failureReason],
        ]}
      />
      {isOpen && to === null && <p class="soft small">{say("refunds.waitsForAddress")}</p>}
      {isOpen && to !== null && transactions.length === 0 && <p class="soft small">{say("refunds.waitsForChain")}</p>}
      {txProblem !== null && <p class="warning">{txProblem}</p>}
      {maySell &&
        transactions.map((prepared) => (
          <PreparedTransaction key={`${prepared.from} ${prepared.to}`} prepared={prepared} />
        ))}
      {maySell && isOpen && <RefundActions refund={refund} changed={changed} />}
    </div>
  );
}

function RefundActions({ refund, changed }: { readonly refund: Refund; readonly changed: () => void }) {
  const { client, announce } = useDashboard();
  const [isNaming, setNaming] = useState(false);
  return (
    <>
      <div class="row">
        {refund.to !== null && (
          <button type="button" class="button" aria-expanded={isNaming} onClick={() => setNaming(!isNaming)}>
            {say("refunds.nameIt")}
          </button>
        )}
        <ConfirmButton
          label={say("refunds.cancel")}
          title={say("refunds.cancelTitle")}
          text={say("refunds.cancelText")}
          run={async () => {
            await client.refunds.cancel(refund.id);
            announce(say("refunds.cancelled"));
            changed();
          }}
        />
      </div>
      {isNaming && (
        <Form
          label={say("refunds.nameIt")}
          submitLabel={say("form.save")}
          submit={async ({ txHash = "" }) => {
            await client.refunds.nameTransaction(refund.id, txHash);
            announce(say("refunds.named"));
            setNaming(false);
            changed();
          }}
        >
          <Field
            name="txHash"
            label={say("refunds.name")}
            hint={say("refunds.nameHint")}
            maxLength={66}
            spellcheck={false}
            autocomplete="off"
            required
          />
        </Form>
      )}
    </>
  );
}
