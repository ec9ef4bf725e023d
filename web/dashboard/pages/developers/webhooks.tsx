import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { Badge } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table } from "../../components/table.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { DevelopersPage } from "./developers-page.tsx";
import { EndpointDialog } from "./endpoint-dialog.tsx";

/** Where the organization's servers hear of events. */
export function Webhooks() {
  const { client } = useDashboard();
  const mayManage = useMay("manage");
  const { route } = useLocation();
  const [isAdding, setAdding] = useState(false);
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string } | null>(null);
  const data = useData(async () => (await client.webhooks.listEndpoints()).data, []);
  return (
    <DevelopersPage>
      <Section
        title={say("webhooks.title")}
        intro={say("webhooks.intro")}
        actions={
          mayManage && (
            <button type="button" class="button button-primary" onClick={() => setAdding(true)}>
              <Icon name="plus" />
              {say("webhooks.add")}
            </button>
          )
        }
      >
        <Show data={data}>
          {(endpoints) =>
            endpoints.length === 0 ? (
              <Empty title={say("webhooks.none")} text={say("webhooks.noneText")} />
            ) : (
              <Table
                caption={say("webhooks.title")}
                rows={endpoints}
                keyOf={({ id }) => id}
                columns={[
                  {
                    name: say("webhooks.url"),
                    cell: ({ id, url }) => (
                      <a class="row-link" href={pathOf("developers", "webhooks", id)}>
                        {url}
                      </a>
                    ),
                  },
                  {
                    name: say("webhooks.events"),
                    isWide: true,
                    cell: ({ events }) => (events.includes("*") ? say("webhooks.everything") : events.join(", ")),
                  },
                  { name: say("webhooks.state"), cell: ({ enabled }) => <EndpointState isEnabled={enabled} /> },
                ]}
              />
            )
          }
        </Show>
      </Section>
      {isAdding && (
        <EndpointDialog
          title={say("webhooks.addTitle")}
          submitLabel={say("webhooks.add")}
          close={() => setAdding(false)}
          submit={async (change) => {
            setMade(await client.webhooks.addEndpoint(change));
            setAdding(false);
          }}
        />
      )}
      {made && (
        <ShownOnce
          title={say("webhooks.secretTitle")}
          text={say("webhooks.secretText")}
          name={say("webhooks.secret")}
          secret={made.secret}
          close={() => route(pathOf("developers", "webhooks", made.id))}
        />
      )}
    </DevelopersPage>
  );
}

export function EndpointState({ isEnabled }: { readonly isEnabled: boolean }) {
  return isEnabled ? (
    <Badge text={say("webhooks.enabled")} tone="good" />
  ) : (
    <Badge text={say("webhooks.disabled")} tone="bad" />
  );
}
