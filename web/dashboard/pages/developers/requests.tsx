import { useLocation } from "preact-iso";
import type { LoggedRequest } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { DevelopersPage } from "./developers-page.tsx";

/** Answers that one looks for. */
const statuses = ["200", "201", "400", "401", "403", "404", "409", "422", "429", "500", "503"] as const;

/** What was asked of the API. */
export function Requests() {
  const { client } = useDashboard();
  const { query, route } = useLocation();
  const status = statuses.find((each) => each === query.status);
  const page = usePages<LoggedRequest>(
    (cursor) => client.reports.requests({ ...(status && { statusCode: status }), ...(cursor && { cursor }) }),
    [status],
  );
  return (
    <DevelopersPage>
      <label class="row">
        <span class="small soft">{say("requests.status")}</span>
        <select
          class="input choice"
          value={status ?? ""}
          onChange={({ currentTarget }) =>
            route(pathWith(pathOf("developers", "requests"), { status: currentTarget.value }))
          }
        >
          <option value="">{say("requests.any")}</option>
          {statuses.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <Section title={say("requests.title")} intro={say("requests.intro")}>
        <Show data={page}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={say("requests.none")} text={say("requests.noneText")} />
            ) : (
              <Table
                caption={say("requests.title")}
                rows={data}
                keyOf={({ id }) => id}
                columns={[
                  {
                    name: say("requests.request"),
                    cell: ({ method, path, requestId }) => (
                      <code title={requestId}>
                        {method} {path}
                      </code>
                    ),
                  },
                  {
                    name: say("requests.answer"),
                    cell: ({ statusCode }) => <Badge text={`${statusCode}`} tone={toneOf(statusCode)} />,
                  },
                  {
                    name: say("requests.time"),
                    isWide: true,
                    isFigure: true,
                    cell: ({ durationMs }) => say("requests.milliseconds", { count: durationMs }),
                  },
                  { name: say("requests.from"), isWide: true, cell: ({ ip }) => <code>{ip}</code> },
                  {
                    name: say("requests.when"),
                    isFigure: true,
                    cell: ({ createdAt }) => <Time at={createdAt} isShort />,
                  },
                ]}
              />
            )
          }
        </Show>
        <Pager {...page} />
      </Section>
    </DevelopersPage>
  );
}

function toneOf(status: number): Tone {
  if (status >= 500) return "bad";
  return status >= 400 ? "attention" : "good";
}
