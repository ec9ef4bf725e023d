import { useState } from "preact/hooks";
import type { Event } from "../../../../clients/typescript/types.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Empty } from "../../components/empty.tsx";
import { Form } from "../../components/form.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { DevelopersPage } from "./developers-page.tsx";

/** Everything that happened. */
export function Events() {
  const { client } = useDashboard();
  const [shown, show] = useState<Event | null>(null);
  const page = usePages<Event>((after) => client.events.list({ after, order: "newest" }), []);
  useRefresh(page.reload, 15);
  return (
    <DevelopersPage>
      <Section title={say("events.title")} intro={say("events.intro")}>
        <Show data={page}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty title={say("events.none")} text={say("events.noneText")} />
            ) : (
              <Table
                caption={say("events.title")}
                rows={data}
                keyOf={({ id }) => id}
                columns={[
                  { name: say("events.type"), cell: ({ type }) => <code>{type}</code> },
                  { name: say("events.about"), isWide: true, cell: ({ data }) => <About id={data.id} /> },
                  { name: say("events.when"), cell: ({ timestamp }) => <Time at={timestamp} isShort /> },
                  {
                    name: say("events.show"),
                    isFigure: true,
                    cell: (event) => (
                      <button
                        type="button"
                        class="button"
                        aria-label={say("events.showOf", { type: event.type })}
                        onClick={() => show(event)}
                      >
                        {say("events.show")}
                      </button>
                    ),
                  },
                ]}
              />
            )
          }
        </Show>
        <Pager {...page} />
      </Section>
      {shown && <EventDialog event={shown} close={() => show(null)} />}
    </DevelopersPage>
  );
}

/** What it is about, where that has a page here. */
function About({ id }: { readonly id: unknown }) {
  if (typeof id !== "string") return <>–</>;
  return (
    <a href={pathOf("payments", id)}>
      <code>{id.slice(0, 13)}…</code>
    </a>
  );
}

function EventDialog({ event, close }: { readonly event: Event; readonly close: () => void }) {
  const { client, announce } = useDashboard();
  const mayManage = useMay("manage");
  return (
    <Dialog title={event.type} close={close}>
      <CodeBlock text={JSON.stringify(event, null, 2)} what={say("events.data")} />
      {mayManage && (
        <Form
          label={event.type}
          submitLabel={say("events.resend")}
          submit={async () => {
            await client.events.resend(event.id);
            announce(say("events.resent"));
            close();
          }}
        />
      )}
    </Dialog>
  );
}
