import type { Subscription } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Failure } from "../../components/failure.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { useAction } from "../../session/use-action.ts";
import { PackageChoice } from "./package-choice.tsx";

type SubscriptionActionsProps = { readonly subscription: Subscription; readonly changed: () => void };

/** What can be done about a subscription in its state; the API decides again. */
export function SubscriptionActions({ subscription, changed }: SubscriptionActionsProps) {
  const { client, announce } = useDashboard();
  const { error, run } = useAction(changed);
  const { id, status, cancelsAtPeriodEnd, change } = subscription;
  const isRunning = status === "ACTIVE" || status === "TRIALING" || status === "PAST_DUE";
  if (status === "CANCELLED") return null;
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
  return (
    <FormButton
      label={say("subscription.changePackage")}
      submitLabel={say("subscription.changePackage")}
      submit={async ({ packageId = "" }) => {
        await client.subscriptions.update(subscription.id, { packageId });
        announce(say("subscription.changeAgreed"));
        changed();
      }}
    >
      <p>{say("subscription.changeText")}</p>
      <PackageChoice />
    </FormButton>
  );
}
