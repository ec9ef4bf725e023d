import { useState } from "preact/hooks";
import type { AddWebhookEndpoint, WebhookEndpoint } from "../../../../clients/typescript/types.ts";
import { eventTypes } from "../../../../src/protocol/event-types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";

type EndpointDialogProps = {
  readonly title: string;
  readonly submitLabel: string;
  /** As it is, where it is changed. */
  readonly endpoint?: WebhookEndpoint;
  readonly close: () => void;
  readonly submit: (endpoint: AddWebhookEndpoint) => Promise<void>;
};

/** Where webhooks go, and which. */
export function EndpointDialog({ title, submitLabel, endpoint, close, submit }: EndpointDialogProps) {
  const [isAll, setAll] = useState(endpoint?.events.includes("*") ?? true);
  return (
    <Dialog title={title} close={close}>
      <Form
        label={title}
        submitLabel={submitLabel}
        submit={({ url = "" }, form) => {
          const chosen = new FormData(form).getAll("event") as AddWebhookEndpoint["events"];
          return submit({ url, events: isAll ? ["*"] : (chosen ?? []) });
        }}
      >
        <Field
          name="url"
          type="url"
          label={say("webhooks.url")}
          hint={say("webhooks.urlHint")}
          defaultValue={endpoint?.url}
          maxLength={2_000}
          required
        />
        <fieldset>
          <legend class="field-name">{say("webhooks.events")}</legend>
          <label class="check">
            <input type="radio" name="which" checked={isAll} onChange={() => setAll(true)} />
            {say("webhooks.eventsAll")}
          </label>
          <label class="check">
            <input type="radio" name="which" checked={!isAll} onChange={() => setAll(false)} />
            {say("webhooks.eventsSome")}
          </label>
          {!isAll &&
            eventTypes.map((type) => (
              <label key={type} class="check">
                <input
                  type="checkbox"
                  name="event"
                  value={type}
                  defaultChecked={endpoint?.events.includes(type) ?? false}
                />
                <code>{type}</code>
              </label>
            ))}
        </fieldset>
      </Form>
    </Dialog>
  );
}
