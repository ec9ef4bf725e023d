import type { Payment } from "../../../../clients/typescript/types.ts";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { pathOf } from "../../session/paths.ts";

/** Payments as rows, each of which leads to its page. */
export function PaymentTable({ payments }: { readonly payments: readonly Payment[] }) {
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
        { name: say("payments.what"), isWide: true, cell: nameOf },
        {
          name: say("payments.method"),
          isWide: true,
          cell: (payment) => <span class="soft">{methodOf(payment)}</span>,
        },
        {
          name: say("payments.created"),
          isFigure: true,
          cell: ({ createdAt }) => (
            <span class="soft">
              <Time at={createdAt} isShort />
            </span>
          ),
        },
      ]}
    />
  );
}

function nameOf({ title, externalId }: Payment): string {
  return [title, externalId].filter(Boolean).join(" · ") || say("payments.untitled");
}

/** "USDC on Base", once it is known. */
export function methodOf({ token, chainId }: Payment): string {
  return token === null || chainId === null ? "–" : say("payments.on", { token, chain: chainName(chainId) });
}
