import { Badge } from "../../components/badge.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";

export function Sessions() {
  const { client, announce } = useDashboard();
  const data = useData(() => client.account.sessions(), []);
  return (
    <Section title={say("sessions.title")} intro={say("sessions.intro")}>
      <Show data={data}>
        {(sessions) => (
          <Table
            caption={say("sessions.title")}
            rows={sessions}
            keyOf={({ id }) => id}
            columns={[
              {
                name: say("sessions.where"),
                cell: ({ userAgent, address }) => (
                  <span class="cell-lines">
                    <span title={userAgent}>{browserOf(userAgent)}</span>
                    <code class="soft">{address}</code>
                  </span>
                ),
              },
              { name: say("sessions.seen"), cell: ({ lastSeenAt }) => <Time at={lastSeenAt} isShort /> },
              {
                name: say("sessions.end"),
                isFigure: true,
                cell: ({ id, isCurrent, userAgent }) =>
                  isCurrent ? (
                    <Badge text={say("sessions.current")} tone="good" />
                  ) : (
                    <ConfirmButton
                      label={say("sessions.end")}
                      what={browserOf(userAgent)}
                      title={say("sessions.endTitle")}
                      text={say("sessions.endText")}
                      run={async () => {
                        await client.account.endSession(id);
                        announce(say("sessions.ended"));
                        data.reload();
                      }}
                    />
                  ),
              },
            ]}
          />
        )}
      </Show>
    </Section>
  );
}

/** Enough to know one's own; the whole text is in the title. */
function browserOf(userAgent: string): string {
  const [name] = /\b(?:Firefox|Edg|OPR|Chrome|Safari)\/\d+/.exec(userAgent) ?? [];
  const [system] = /\b(?:Windows|Mac OS X|Android|iPhone|iPad|Linux)\b/.exec(userAgent) ?? [];
  return [name?.replace("/", " "), system].filter(Boolean).join(", ") || say("sessions.unknown");
}
