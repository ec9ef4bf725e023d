import type { SandboxClock } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Facts } from "../../components/facts.tsx";
import { Choice, Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { say, sayCount } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useSandboxTools } from "../../session/sandbox.ts";
import { keepServerTime } from "../../session/server-time.ts";
import { useData } from "../../session/use-data.ts";
import { DevelopersPage } from "./developers-page.tsx";

/** Customers, time and networks of a server where nothing is worth anything. */
export function Sandbox() {
  const hasTools = useSandboxTools();
  return (
    <DevelopersPage>
      {hasTools ? (
        <>
          <Section title={say("sandbox.customers")} intro={say("sandbox.customersText")}>
            <a class="text-link" href={pathOf("payments")}>
              {say("sandbox.customersOpen")}
            </a>
          </Section>
          <Clock />
          <Reorganization />
        </>
      ) : (
        <Empty title={say("sandbox.none")} text={say("sandbox.noneText")} />
      )}
    </DevelopersPage>
  );
}

const hour = 3_600;
const spans = { hour, day: 24 * hour, week: 7 * 24 * hour, month: 31 * 24 * hour } as const;
const spanNames = Object.keys(spans) as (keyof typeof spans)[];

function Clock() {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const data = useData(() => client.sandbox.clock(), []);
  return (
    <Section title={say("sandbox.clock")} intro={say("sandbox.clockText")}>
      <Show data={data}>
        {(clock) => (
          <Facts
            facts={[
              [say("sandbox.now"), <Time key="now" at={clock.now} />],
              [say("sandbox.ahead"), aheadOf(clock)],
            ]}
          />
        )}
      </Show>
      {maySell && (
        <Form
          label={say("sandbox.clock")}
          submitLabel={say("sandbox.move")}
          submit={async ({ by }) => {
            const span = spanNames.find((each) => each === by) ?? "hour";
            keepServerTime(await client.sandbox.moveClock({ seconds: spans[span] }));
            announce(say("sandbox.moved"));
            data.reload();
          }}
        >
          <Choice name="by" label={say("sandbox.by")}>
            {spanNames.map((span) => (
              <option key={span} value={span}>
                {say(`sandbox.by.${span}`)}
              </option>
            ))}
          </Choice>
        </Form>
      )}
    </Section>
  );
}

/** In the largest unit that it fills. */
function aheadOf({ offsetSeconds }: SandboxClock): string {
  if (offsetSeconds >= 2 * spans.day) return sayCount("sandbox.ahead.days", Math.floor(offsetSeconds / spans.day));
  if (offsetSeconds >= hour) return sayCount("sandbox.ahead.hours", Math.floor(offsetSeconds / hour));
  return offsetSeconds === 0
    ? say("sandbox.ahead.none")
    : sayCount("sandbox.ahead.minutes", Math.max(1, Math.floor(offsetSeconds / 60)));
}

function Reorganization() {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const data = useData(() => client.chains.status(), []);
  if (!maySell) return null;
  return (
    <Section title={say("sandbox.reorganization")} intro={say("sandbox.reorganizationText")}>
      <Show data={data}>
        {({ chains }) => (
          <Form
            label={say("sandbox.reorganization")}
            submitLabel={say("sandbox.reorganize")}
            submit={async ({ chainId, blocks }) => {
              const replaced = await client.sandbox.reorganize({ chainId: Number(chainId), blocks: Number(blocks) });
              announce(sayCount("sandbox.reorganized", replaced.blocks));
            }}
          >
            <div class="pair">
              <Choice name="chainId" label={say("payments.chain")}>
                {chains.map(({ chainId: id, name }) => (
                  <option key={id} value={`${id}`}>
                    {name}
                  </option>
                ))}
              </Choice>
              <Field
                name="blocks"
                label={say("sandbox.blocks")}
                hint={say("sandbox.blocksHint")}
                type="number"
                min="1"
                max="12"
                defaultValue="1"
                required
              />
            </div>
          </Form>
        )}
      </Show>
    </Section>
  );
}
