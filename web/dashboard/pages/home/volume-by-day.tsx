import type { Analytics } from "../../../../clients/typescript/types.ts";
import { BarChart } from "../../components/bar-chart.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatCount, formatDay, formatMoney } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { daysOf, type Range } from "./range.ts";

type Day = Analytics["byDay"][number];
type VolumeByDayProps = { readonly analytics: Analytics; readonly range: Range; readonly now: Date };

/** A chart a currency, and a table behind each: exact, and readable without seeing. */
export function VolumeByDay({ analytics, range, now }: VolumeByDayProps) {
  return (
    <>
      {analytics.summary.volume.map(({ currency }) => {
        const found = analytics.byDay.filter((day) => day.currency === currency);
        return <CurrencyByDay key={currency} currency={currency} found={found} days={daysOf(range, now)} />;
      })}
    </>
  );
}

type CurrencyByDayProps = {
  readonly currency: Day["currency"];
  readonly found: readonly Day[];
  readonly days: readonly string[];
};

function CurrencyByDay({ currency, found, days }: CurrencyByDayProps) {
  const title = say("home.byDay", { currency });
  const byDate = new Map(found.map((day) => [day.date, day]));
  return (
    <Section title={title}>
      <BarChart
        label={title}
        bars={days.map((date) => ({
          name: formatDay(date),
          // The bar's height alone: what is written is the string.
          height: Number(byDate.get(date)?.amount ?? 0),
          text: formatMoney(byDate.get(date)?.amount ?? "0", currency),
        }))}
      />
      <details>
        <summary class="small soft">{say("home.asTable")}</summary>
        <Table
          caption={title}
          rows={found}
          keyOf={({ date }) => date}
          columns={[
            { name: say("home.day"), cell: ({ date }) => formatDay(date) },
            { name: say("home.count"), isFigure: true, cell: ({ count }) => formatCount(count) },
            { name: say("home.amount"), isFigure: true, cell: ({ amount }) => formatMoney(amount, currency) },
          ]}
        />
      </details>
    </Section>
  );
}
