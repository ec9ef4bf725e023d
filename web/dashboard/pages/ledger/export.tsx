import { useState } from "preact/hooks";
import { Failure } from "../../components/failure.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { saveFile } from "../../session/csv.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { serverNow } from "../../session/server-time.ts";

const formats = { csv: "text/csv", json: "application/json" } as const;

/** What was paid in a month of the reader's own calendar. */
export function Export() {
  const { client, announce } = useDashboard();
  const [month, setMonth] = useState(() => monthOf(serverNow()));
  const [error, setError] = useState<unknown>(undefined);
  const save = async (format: keyof typeof formats) => {
    setError(undefined);
    try {
      const text = await client.reports.export({ ...spanOf(month), format });
      saveFile(`payments-${month}.${format}`, text, formats[format]);
      announce(say("ledger.exported"));
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Section title={say("ledger.export")} intro={say("ledger.exportText")}>
      <div class="row">
        <label>
          <span class="spoken">{say("ledger.month")}</span>
          <input
            class="input choice"
            type="month"
            value={month}
            max={monthOf(serverNow())}
            onInput={({ currentTarget }) => setMonth(currentTarget.value)}
          />
        </label>
        {(["csv", "json"] as const).map((format) => (
          <button key={format} type="button" class="button" disabled={month === ""} onClick={() => void save(format)}>
            {say(`ledger.${format}`)}
          </button>
        ))}
      </div>
      <Failure error={error} />
    </Section>
  );
}

function monthOf(at: Date): string {
  return `${at.getFullYear()}-${`${at.getMonth() + 1}`.padStart(2, "0")}`;
}

function spanOf(month: string): { readonly from: string; readonly to: string } {
  const [year = 1970, number = 1] = month.split("-").map(Number);
  return { from: new Date(year, number - 1).toISOString(), to: new Date(year, number).toISOString() };
}
