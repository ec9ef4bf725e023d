import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { Payment as PaymentView } from "../../../../clients/typescript/types.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { PaymentActions } from "./payment-actions.tsx";
import { PaymentFacts } from "./payment-facts.tsx";
import { PaymentSplit } from "./payment-split.tsx";
import { Recoveries } from "./recoveries.tsx";
import { Refunds } from "./refunds.tsx";
import { Timeline } from "./timeline.tsx";

const parent = { name: say("payments.title"), href: pathOf("payments") };

/** Everything about one payment, on one page. */
export function Payment({ id = "" }: { readonly id?: string }) {
  const { client } = useDashboard();
  const data = useData(() => client.payments.retrieve(id), [id]);
  // Confirmations and what is on its way to the address are no events.
  useRefresh(data.reload, isOpen(data.value) ? 5 : 60, isOpen(data.value));
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("payments.untitled")}
        parent={parent}
        missing={say("payment.none")}
        text={say("payment.noneText")}
      />
    );
  }
  const { value } = data;
  return (
    <Page
      title={value ? formatMoney(value.amount, value.currency) : say("payments.untitled")}
      parent={parent}
      beside={value && <StatusBadge status={value.status} />}
      actions={value && <PaymentActions payment={value} changed={data.reload} />}
    >
      <Show data={data}>{(payment) => <Parts payment={payment} />}</Show>
    </Page>
  );
}

/** Whether something may happen to it at any time. */
function isOpen(payment: PaymentView | undefined): boolean {
  return payment?.status === "ACTIVE" || payment?.status === "PROCESSING";
}

function Parts({ payment }: { readonly payment: PaymentView }) {
  return (
    <>
      {payment.reversed && (
        <p class="warning" role="alert">
          {say("payment.reversed")}
        </p>
      )}
      <div class="columns">
        <div class="stack">
          <Timeline payment={payment} />
          <Refunds payment={payment} />
          <PaymentSplit payment={payment} />
          <Recoveries payment={payment} />
          <Section title={say("payment.raw")} intro={say("payment.rawText")}>
            <CodeBlock text={JSON.stringify(payment, null, 2)} what={say("payment.rawLabel")} />
          </Section>
        </div>
        <PaymentFacts payment={payment} />
      </div>
    </>
  );
}
