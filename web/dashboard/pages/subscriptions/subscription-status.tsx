import type { Subscription } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { say } from "../../messages/index.ts";

const tones: Readonly<Record<Subscription["status"], Tone>> = {
  INCOMPLETE: "waiting",
  TRIALING: "good",
  ACTIVE: "good",
  PAST_DUE: "attention",
  PAUSED: "plain",
  UNPAID: "bad",
  CANCELLED: "plain",
};

export const subscriptionStatuses = Object.keys(tones) as readonly Subscription["status"][];

/** Where a subscription stands, and whether it is about to end. */
export function SubscriptionStatus({
  status,
  cancelsAtPeriodEnd,
}: Pick<Subscription, "status" | "cancelsAtPeriodEnd">) {
  if (cancelsAtPeriodEnd && status !== "CANCELLED") return <Badge text={say("subscriptions.ending")} tone="waiting" />;
  return <Badge text={say(`subscriptions.status.${status}`)} tone={tones[status]} />;
}
