import { Dialog } from "../../components/dialog.tsx";
import { DateTimeField } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say, sayCount } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type ReplayDialogProps = { readonly endpointId: string; readonly close: () => void; readonly done: () => void };

/** Sends all events of a span of time to an endpoint again, such as after an outage. */
export function ReplayDialog({ endpointId, close, done }: ReplayDialogProps) {
  const { client, announce } = useDashboard();
  return (
    <Dialog title={say("webhooks.replay")} close={close}>
      <p class="soft small">{say("webhooks.replayText")}</p>
      <Form
        label={say("webhooks.replay")}
        submitLabel={say("webhooks.replayGo")}
        submit={async ({ from = "", to = "" }) => {
          const { events } = await client.webhooks.replay({ endpointId, from: instantOf(from), to: instantOf(to) });
          announce(sayCount("webhooks.replayed", events));
          done();
        }}
      >
        <div class="pair">
          <DateTimeField name="from" label={say("payments.from")} />
          <DateTimeField name="to" label={say("payments.to")} />
        </div>
      </Form>
    </Dialog>
  );
}

/** What was typed is in the reader's own zone. */
function instantOf(local: string): string {
  return new Date(local).toISOString();
}
