import type { Page } from "../../../../clients/typescript/page.ts";
import type { Payment } from "../../../../clients/typescript/types.ts";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import type { Loaded } from "../../session/use-data.ts";
import { PaymentTable } from "../payments/payment-table.tsx";

type LatestPaymentsProps = { readonly data: Loaded<Page<Payment>>; readonly href: string };

export function LatestPayments({ data, href }: LatestPaymentsProps) {
  return (
    <Section
      title={say("home.latest")}
      actions={
        <a class="text-link small" href={href}>
          {say("home.all")}
        </a>
      }
    >
      <Show data={data}>{(page) => <PaymentTable payments={page.data} />}</Show>
    </Section>
  );
}
