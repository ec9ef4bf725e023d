import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { WebhookDelivery, WebhookEndpoint } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Facts } from "../../components/facts.tsx";
import { Failure } from "../../components/failure.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { EndpointDialog } from "./endpoint-dialog.tsx";
import { ReplayButton } from "./replay-button.tsx";
import { EndpointState } from "./webhooks.tsx";

const parent = { name: say("webhooks.title"), href: pathOf("developers", "webhooks") };

/** One endpoint with its deliveries. */
export function Endpoint({ id = "" }: { readonly id?: string }) {
  const { client } = useDashboard();
  const mayManage = useMay("manage");
  const [count, setCount] = useState(0);
  const data = useData(() => client.webhooks.retrieveEndpoint(id), [id]);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("webhooks.title")}
        parent={parent}
        missing={say("webhooks.missing")}
        text={say("webhooks.missingText")}
      />
    );
  }
  const changed = () => {
    data.reload();
    setCount(count + 1);
  };
  return (
    <Page
      title={data.value ? new URL(data.value.url).host : say("webhooks.title")}
      parent={parent}
      beside={data.value && <EndpointState isEnabled={data.value.enabled} />}
      actions={mayManage && data.value && <EndpointActions endpoint={data.value} changed={changed} />}
    >
      <div class="stack">
        <Show data={data}>
          {({ url, events, style, createdAt }) => (
            <Section title={say("payment.details")}>
              <Facts
                facts={[
                  [say("webhooks.url"), <code key="url">{url}</code>],
                  [say("webhooks.events"), events.includes("*") ? say("webhooks.eventsAll") : events.join(", ")],
                  [say("webhooks.style"), style],
                  [say("webhooks.created"), <Time key="created" at={createdAt} />],
                ]}
              />
            </Section>
          )}
        </Show>
        <DeliveryList key={count} filter={{ endpointId: id }} />
      </div>
    </Page>
  );
}

type EndpointActionsProps = { readonly endpoint: WebhookEndpoint; readonly changed: () => void };

function EndpointActions({ endpoint, changed }: EndpointActionsProps) {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  const [isChanging, setChanging] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const test = async () => {
    setError(undefined);
    try {
      announce(outcomeOf(await client.webhooks.testEndpoint(endpoint.id)));
      changed();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <>
      <Failure error={error} />
      <button type="button" class="button" onClick={test}>
        {say("webhooks.test")}
      </button>
      {endpoint.enabled && <ReplayButton endpointId={endpoint.id} done={changed} />}
      <button type="button" class="button" onClick={() => setChanging(true)}>
        {say("webhooks.change")}
      </button>
      <ConfirmButton
        label={say("webhooks.newSecret")}
        title={say("webhooks.newSecretTitle")}
        text={say("webhooks.newSecretText")}
        run={async () => setSecret((await client.webhooks.regenerateEndpointSecret(endpoint.id)).secret)}
      />
      <ConfirmButton
        label={say("webhooks.delete")}
        title={say("webhooks.deleteTitle")}
        text={say("webhooks.deleteText")}
        run={async () => {
          await client.webhooks.deleteEndpoint(endpoint.id);
          announce(say("webhooks.deleted"));
          route(pathOf("developers", "webhooks"));
        }}
      />
      {isChanging && (
        <EndpointDialog
          title={say("webhooks.change")}
          submitLabel={say("form.save")}
          endpoint={endpoint}
          close={() => setChanging(false)}
          submit={async ({ url, events }) => {
            await client.webhooks.updateEndpoint(endpoint.id, { url, ...(events && { events }) });
            setChanging(false);
            announce(say("webhooks.saved"));
            changed();
          }}
        />
      )}
      {secret && (
        <ShownOnce
          title={say("webhooks.secretTitle")}
          text={say("webhooks.secretText")}
          name={say("webhooks.secret")}
          secret={secret}
          close={() => setSecret(null)}
        />
      )}
    </>
  );
}

function outcomeOf({ status, responseStatus, lastError }: WebhookDelivery): string {
  if (status === "DELIVERED") return say("webhooks.testTaken", { status: responseStatus ?? "" });
  return lastError === null ? say("webhooks.tested") : say("webhooks.testFailed", { error: lastError });
}
