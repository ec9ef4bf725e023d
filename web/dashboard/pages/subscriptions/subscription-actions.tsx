import { useState } from "preact/hooks";
import type { Subscription } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Failure } from "../../components/failure.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { PackageChoice } from "./package-choice.tsx";

type SubscriptionActionsProps = { readonly subscription: Subscription; readonly changed: () => void };

/** What can be done about a subscription in its state; the API decides again. */
export function SubscriptionActions({ subscription, changed }: SubscriptionActionsProps) {
  const { client, announce } = useDashboard();
  const [error, setError] = useState<unknown>(undefined);
  const { id, status, cancelsAtPeriodEnd, change } = subscription;
  const isRunning = status === "ACTIVE" || status === "TRIALING" || status === "PAST_DUE";
  if (status === "CANCELLED") return null;
  /** Can be taken back: so nothing is asked. */
  const run = async (action: () => Promise<unknown>, done: string) => {
    setError(undefined);
    try {
      await action();
      announce(done);
      changed();
    } catch (failure) {
      setError(failure);
    }
  };
  const cancel = async (atPeriodEnd: boolean) => {
    await client.subscriptions.cancel(id, { atPeriodEnd });
    announce(say(atPeriodEnd ? "subscription.endsLater" : "subscription.cancelled"));
    changed();
  };
  return (
    <>
      <Failure error={error} />
      {isRunning && !cancelsAtPeriodEnd && (
        <button
          type="button"
          class="button"
          onClick={() => void run(() => client.subscriptions.pause(id), say("subscription.paused"))}
        >
          {say("subscription.pause")}
        </button>
      )}
      {(status === "PAUSED" || cancelsAtPeriodEnd) && (
        <button
          type="button"
          class="button"
          onClick={() => void run(() => client.subscriptions.resume(id), say("subscription.resumed"))}
        >
          {say("subscription.resume")}
        </button>
      )}
      {isRunning && change === null && <ChangePackage subscription={subscription} changed={changed} />}
      {change !== null && (
        <button
          type="button"
          class="button"
          onClick={() =>
            void run(() => client.subscriptions.update(id, { packageId: null }), say("subscription.changeOff"))
          }
        >
          {say("subscription.keepPackage")}
        </button>
      )}
      {isRunning && !cancelsAtPeriodEnd && (
        <ConfirmButton
          label={say("subscription.cancelLater")}
          title={say("subscription.cancelLaterTitle")}
          text={say("subscription.cancelLaterText")}
          run={() => cancel(true)}
        />
      )}
      <ConfirmButton
        label={say("subscription.cancelNow")}
        title={say("subscription.cancelNowTitle")}
        text={say("subscription.cancelNowText")}
        run={() => cancel(false)}
      />
    </>
  );
}

function ChangePackage({ subscription, changed }: SubscriptionActionsProps) {
  const { client, announce } = useDashboard();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {say("subscription.changePackage")}
      </button>
      {isOpen && (
        <Dialog title={say("subscription.changePackage")} close={() => setOpen(false)}>
          <Form
            label={say("subscription.changePackage")}
            submitLabel={say("subscription.changePackage")}
            submit={async ({ packageId = "" }) => {
              await client.subscriptions.update(subscription.id, { packageId });
              announce(say("subscription.changeAgreed"));
              setOpen(false);
              changed();
            }}
          >
            <p>{say("subscription.changeText")}</p>
            <PackageChoice />
          </Form>
        </Dialog>
      )}
    </>
  );
}
