import type { Payment } from "../../../../clients/typescript/types.ts";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatMoney, shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";

type Row = { readonly who: string; readonly title?: string; readonly gross: string; readonly net: string };

/** Who gets what of a payment: the merchant, the sellers and the fee, to the last unit. */
export function PaymentSplit({ payment }: { readonly payment: Payment }) {
  const money = (amount: string) => formatMoney(amount, payment.currency);
  const rows: readonly Row[] = [
    { who: say("payment.splitYou"), gross: money(payment.merchantAmount), net: money(payment.merchantNet) },
    ...payment.sellers.map(({ address, amount, grossAmount }) => ({
      who: shortAddress(address),
      title: address,
      gross: money(grossAmount),
      net: money(amount),
    })),
    { who: say("payment.splitFee"), gross: "–", net: money(payment.pymstrFee) },
    { who: say("payment.splitTotal"), gross: money(payment.amount), net: money(payment.amount) },
  ];
  return (
    <Section title={say("payment.split")}>
      <Table
        caption={say("payment.split")}
        rows={rows}
        keyOf={(_, index) => `${index}`}
        columns={[
          { name: say("payment.recipient"), cell: ({ who, title }) => <span title={title}>{who}</span> },
          { name: say("payment.gross"), isFigure: true, cell: ({ gross }) => gross },
          { name: say("payment.net"), isFigure: true, cell: ({ net }) => net },
        ]}
      />
    </Section>
  );
}
