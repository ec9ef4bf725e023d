import { action, facts, text } from "../content.ts";
import { life, type Template } from "./template.ts";

export type SubscriptionLink = {
  readonly organization: string;
  readonly title: string;
  /** Each period, with its currency. */
  readonly price: string;
  /** Opens the subscription for whoever has it. */
  readonly url: string;
};

/** Gives a customer the link to a subscription. It follows from what its receiver did: subscribed, or asked for it. */
export const subscriptionLink: Template<SubscriptionLink> = {
  category: null,
  life: life.usual,
  write: (data, say) => ({
    subject: say("subscription.subject", { organization: data.organization }),
    blocks: [
      text(say("subscription.intro")),
      facts(
        [say("invoice.from"), data.organization],
        [say("subscription.title"), data.title],
        [say("subscription.price"), data.price],
      ),
      action(say("subscription.open"), data.url),
      text(say("subscription.secret")),
    ],
  }),
  example: {
    organization: "Example Shop",
    title: "Pro Support",
    price: "99.00 EUR",
    url: "https://pay.example/subscription/sub_0123456789abcdefghijklmnopqrstuv",
  },
};
