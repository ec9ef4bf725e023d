import type { Payment } from "../../../../clients/typescript/types.ts";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Table } from "../../components/table.tsx";
import { formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { pathOf } from "../../session/paths.ts";
import { type ColumnName, columnOf, nameOf, usualColumns } from "./columns.tsx";

type PaymentTableProps = {
  readonly payments: readonly Payment[];
  readonly columns?: readonly ColumnName[];
};

/** Payments as rows, each of which leads to its page. */
export function PaymentTable({ payments, columns = usualColumns }: PaymentTableProps) {
  return (
    <Table
      caption={say("payments.title")}
      keyOf={({ id }) => id}
      rows={payments}
      columns={[
        {
          name: say("payments.amount"),
          cell: (payment) => (
            <span class="cell-lines">
              <a class="row-link figure" href={pathOf("payments", payment.id)}>
                {formatMoney(payment.amount, payment.currency)}
              </a>
              <span class="narrow">{nameOf(payment)}</span>
            </span>
          ),
        },
        { name: say("payments.status"), cell: ({ status }) => <StatusBadge status={status} /> },
        ...columns.map(columnOf),
      ]}
    />
  );
}
