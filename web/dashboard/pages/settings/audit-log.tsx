import { useState } from "preact/hooks";
import type { AuditEntry } from "../../../../clients/typescript/types.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Empty } from "../../components/empty.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { usePages } from "../../session/use-pages.ts";
import { SettingsPage } from "./settings-page.tsx";

/** Who changed what. */
export function AuditLog() {
  const { membership } = useDashboard();
  const mayManage = useMay("manage");
  return (
    <SettingsPage>
      {mayManage ? (
        <Entries />
      ) : (
        <Empty title={say("audit.forbidden")} text={say("audit.forbiddenText", { role: membership.role })} />
      )}
    </SettingsPage>
  );
}

function Entries() {
  const { client } = useDashboard();
  const [shown, show] = useState<AuditEntry | null>(null);
  const page = usePages<AuditEntry>((cursor) => client.organization.auditLog({ ...(cursor && { cursor }) }), []);
  const members = useData(async () => (await client.organization.members()).data, []);
  /** By name where somebody is still a member. */
  const actorOf = ({ actor }: AuditEntry) => {
    const member = actor.type === "user" ? members.value?.find(({ id }) => id === actor.id) : undefined;
    return member?.name ?? say(`audit.actor.${actor.type}`);
  };
  return (
    <Section title={say("audit.title")} intro={say("audit.intro")}>
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={say("audit.none")} text={say("audit.noneText")} />
          ) : (
            <Table
              caption={say("audit.title")}
              rows={data}
              keyOf={({ id }) => id}
              columns={[
                { name: say("audit.action"), cell: ({ action }) => <code>{action}</code> },
                { name: say("audit.actor"), cell: actorOf },
                { name: say("audit.target"), isWide: true, cell: ({ target }) => <code class="soft">{target}</code> },
                { name: say("audit.when"), isWide: true, cell: ({ createdAt }) => <Time at={createdAt} isShort /> },
                {
                  name: say("audit.details"),
                  isFigure: true,
                  cell: (entry) => (
                    <button
                      type="button"
                      class="button"
                      aria-label={say("audit.detailsOf", { action: entry.action })}
                      onClick={() => show(entry)}
                    >
                      {say("audit.details")}
                    </button>
                  ),
                },
              ]}
            />
          )
        }
      </Show>
      <Pager {...page} />
      {shown && (
        <Dialog title={shown.action} close={() => show(null)}>
          <CodeBlock text={JSON.stringify(shown, null, 2)} what={say("audit.details")} />
        </Dialog>
      )}
    </Section>
  );
}
