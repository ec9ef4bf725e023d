import { useState } from "preact/hooks";
import type { NewApiKey } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { DevelopersPage } from "./developers-page.tsx";
import { NewKeyDialog } from "./new-key-dialog.tsx";

/** What programs identify themselves with. */
export function ApiKeys() {
  const { membership } = useDashboard();
  const mayManage = useMay("manage");
  return (
    <DevelopersPage>
      {mayManage ? (
        <Keys />
      ) : (
        <Empty title={say("keys.forbidden")} text={say("keys.forbiddenText", { role: membership.role })} />
      )}
    </DevelopersPage>
  );
}

function Keys() {
  const { client, announce } = useDashboard();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<NewApiKey | null>(null);
  const data = useData(() => client.apiKeys.list(), []);
  const revoke = async (id: string) => {
    await client.apiKeys.revoke(id);
    announce(say("keys.revoked"));
    data.reload();
  };
  const create = (
    <button type="button" class="button button-primary" onClick={() => setMaking(true)}>
      <Icon name="plus" />
      {say("keys.create")}
    </button>
  );
  return (
    <Section title={say("keys.title")} intro={say("keys.intro")} actions={create}>
      <Show data={data}>
        {(keys) =>
          keys.length === 0 ? (
            <Empty title={say("keys.none")} text={say("keys.noneText")} />
          ) : (
            <Table
              caption={say("keys.title")}
              rows={keys}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: say("keys.name"),
                  cell: ({ name, hint }) => (
                    <span class="cell-lines">
                      {name || say("keys.unnamed")}
                      <code class="soft">{hint}</code>
                    </span>
                  ),
                },
                {
                  name: say("keys.used"),
                  isWide: true,
                  cell: ({ lastUsedAt }) =>
                    lastUsedAt === null ? say("keys.neverUsed") : <Time at={lastUsedAt} isShort />,
                },
                {
                  name: say("keys.expires"),
                  isWide: true,
                  cell: ({ expiresAt }) =>
                    expiresAt === null ? say("keys.expires.never") : <Time at={expiresAt} isShort />,
                },
                {
                  name: say("keys.revoke"),
                  isFigure: true,
                  cell: ({ id, name, hint }) => (
                    <ConfirmButton
                      label={say("keys.revoke")}
                      what={name || hint}
                      title={say("keys.revokeTitle")}
                      text={say("keys.revokeText", { name: name || hint })}
                      run={() => revoke(id)}
                    />
                  ),
                },
              ]}
            />
          )
        }
      </Show>
      {isMaking && (
        <NewKeyDialog
          close={() => setMaking(false)}
          made={(key) => {
            setMaking(false);
            setMade(key);
            data.reload();
          }}
        />
      )}
      {made && (
        <ShownOnce
          title={say("keys.madeTitle")}
          text={say("keys.madeText")}
          name={say("keys.made")}
          secret={made.key}
          close={() => setMade(null)}
        />
      )}
    </Section>
  );
}
