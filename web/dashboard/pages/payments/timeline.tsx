import { useState } from "preact/hooks";
import type { Payment } from "../../../../clients/typescript/types.ts";
import { Failure } from "../../components/failure.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { momentsOf } from "./moments.ts";
import "./timeline.css";

/** What happened to a payment, from the newest back to its making: on chain, at our end, at the merchant's server and in the customer's mailbox. */
export function Timeline({ payment }: { readonly payment: Payment }) {
  const { client, announce } = useDashboard();
  const mayManage = useMay("manage");
  const [error, setError] = useState<unknown>(undefined);
  const data = useData(async () => {
    const [transactions, deliveries, mails] = await Promise.all([
      client.reports.transactions({ paymentId: payment.id, limit: "100" }),
      client.webhooks.deliveries({ paymentId: payment.id, limit: 100 }),
      // Only invoices are mailed.
      payment.source === null ? { data: [] } : client.payments.mails(payment.id),
    ]);
    return momentsOf({ payment, transactions: transactions.data, deliveries: deliveries.data, mails: mails.data });
    // As often as the payment itself.
  }, [payment]);
  const resend = async (deliveryId: string) => {
    setError(undefined);
    try {
      await client.webhooks.redeliver(deliveryId);
      announce(say("timeline.resent"));
      data.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Section title={say("payment.timeline")}>
      <Failure error={error} />
      <Show data={data}>
        {(moments) => (
          <ol class="timeline">
            {moments.map(({ key, at, tone, text, note, deliveryId }) => (
              <li key={key} class={`moment moment-${tone}`}>
                <div>
                  <p class="moment-text">{text}</p>
                  {note && <p class="soft small">{note}</p>}
                  <p class="soft small">
                    <Time at={at} />
                  </p>
                </div>
                {mayManage && deliveryId && (
                  <button type="button" class="button" onClick={() => void resend(deliveryId)}>
                    {say("timeline.resend")}
                  </button>
                )}
              </li>
            ))}
          </ol>
        )}
      </Show>
    </Section>
  );
}
