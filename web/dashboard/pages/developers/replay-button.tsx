import { DateTimeField } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { say, sayCount } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

type ReplayButtonProps = { readonly endpointId: string; readonly done: () => void };

/** Sends all events of a span of time to an endpoint again, such as after an outage. */
export function ReplayButton({ endpointId, done }: ReplayButtonProps) {
  const { client, announce } = useDashboard();
  return (
    <FormButton
      label={say("webhooks.replay")}
      intro={say("webhooks.replayText")}
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
    </FormButton>
  );
}

/** What was typed is in the reader's own zone. */
function instantOf(local: string): string {
  return new Date(local).toISOString();
}
