import type { Analytics } from "../../../../clients/typescript/types.ts";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatCount, formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";

type Row = Pick<Analytics["byChain"][number], "name" | "currency" | "count" | "amount">;

/** Of what the volume consists. */
export function Breakdown({
  title,
  name,
  rows,
}: {
  readonly title: string;
  readonly name: string;
  readonly rows: readonly Row[];
}) {
  const most = Math.max(1, ...rows.map(({ count }) => count));
  return (
    <Section title={title}>
      {rows.length === 0 ? (
        <p class="soft small">{say("home.noneInRange")}</p>
      ) : (
        <Table
          caption={title}
          rows={rows}
          keyOf={(row) => `${row.name} ${row.currency}`}
          columns={[
            {
              name,
              cell: (row) => (
                <>
                  {row.name}
                  <svg class="share" width="100%" height="6" aria-hidden="true">
                    <rect width={`${(100 * row.count) / most}%`} height="6" rx="3" />
                  </svg>
                </>
              ),
            },
            { name: say("home.count"), isFigure: true, cell: ({ count }) => formatCount(count) },
            { name: say("home.amount"), isFigure: true, cell: (row) => formatMoney(row.amount, row.currency) },
          ]}
        />
      )}
    </Section>
  );
}
