import { useMemo } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Show } from "../../components/loaded.tsx";
import { Page } from "../../components/page.tsx";
import { timeZone } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { serverNow } from "../../session/server-time.ts";
import { useData } from "../../session/use-data.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { Attention } from "./attention.tsx";
import { Breakdown } from "./breakdown.tsx";
import { createdOf } from "./figures.ts";
import { KeyFigures } from "./key-figures.tsx";
import { LatestPayments } from "./latest-payments.tsx";
import { rangeOf, spanOf } from "./range.ts";
import { RangePicker } from "./range-picker.tsx";
import { VolumeByDay } from "./volume-by-day.tsx";
import { Welcome } from "./welcome.tsx";
import "./home.css";

/** The key figures of a time, and what wants somebody. */
export function Home() {
  const { client } = useDashboard();
  const { query } = useLocation();
  const range = rangeOf(query.range);
  const now = useMemo(serverNow, [range]);
  const data = useData(() => client.reports.analytics({ ...spanOf(range, serverNow()), timeZone }), [range]);
  const latest = useData(() => client.payments.list({ limit: "5" }), []);
  useRefresh(
    () => {
      data.reload();
      latest.reload();
    },
    60,
    true,
  );
  const isNew = latest.value?.data.length === 0 && data.value !== undefined && createdOf(data.value) === 0;
  return (
    <Page title={say("home.title")} actions={!isNew && <RangePicker range={range} />}>
      {isNew && <Welcome />}
      <Attention analytics={data.value} />
      {!isNew && (
        <Show data={data}>
          {(analytics) => (
            <>
              <KeyFigures analytics={analytics} />
              <VolumeByDay analytics={analytics} range={range} now={now} />
              <div class="pair">
                <Breakdown
                  title={say("home.byToken")}
                  name={say("home.token")}
                  rows={analytics.byToken.map((row) => ({ ...row, name: row.token }))}
                />
                <Breakdown title={say("home.byChain")} name={say("home.chain")} rows={analytics.byChain} />
              </div>
            </>
          )}
        </Show>
      )}
      {!isNew && <LatestPayments data={latest} href={pathOf("payments")} />}
    </Page>
  );
}
