import type {
  Account,
  Analytics,
  ApiKey,
  Organization,
  Status,
  WebhookDelivery,
  WebhookEndpoint,
} from "../../../../clients/typescript/types.ts";
import { formatDateTime } from "../../messages/format.ts";
import { say, sayCount } from "../../messages/index.ts";
import { pathOf, pathWith } from "../../session/paths.ts";

/** What is known of an organization and of who looks at it. */
type Known = {
  readonly endpoints: readonly WebhookEndpoint[];
  /** Deliveries that failed for good: a page of them. */
  readonly failed: readonly WebhookDelivery[];
  readonly organization: Organization;
  readonly keys: readonly ApiKey[];
  /** Those of the mode. */
  readonly chains: Status["chains"];
  readonly account: Account;
  readonly analytics: Analytics | undefined;
  readonly now: number;
};

export type Concern = { readonly text: string; readonly act: string; readonly href: string };

/** Ahead of which a key's end is said. Milliseconds. */
const notice = 14 * 24 * 3_600_000;

/** What wants somebody, the most pressing first. */
export function concernsOf({
  endpoints,
  failed,
  organization,
  keys,
  chains,
  account,
  analytics,
  now,
}: Known): Concern[] {
  const disabled = endpoints.filter(({ enabled }) => !enabled);
  const ending = keys.filter(({ expiresAt }) => expiresAt !== null && Date.parse(expiresAt) < now + notice);
  const { surplus = 0, underpaid = 0 } = analytics?.unresolved ?? {};
  const reversed = analytics?.ledger
    .filter(({ type }) => type === "REVERSED")
    .reduce((sum, { count }) => sum + count, 0);
  const lost = analytics?.summary.payments.FAILED ?? 0;
  return [
    ...organization.pendingAddressChanges.map(({ effectiveAt }) => ({
      text: say("attention.address", { date: formatDateTime(effectiveAt) }),
      act: say("attention.addressAct"),
      href: pathOf("settings", "addresses"),
    })),
    ...chains
      .filter(({ healthy }) => !healthy)
      .map(({ name }) => network(say("attention.chain", { chain: name }), account.isOperator)),
    ...chains
      .filter(({ balances }) => balances.some(({ low }) => low))
      .map(({ name }) => network(say("attention.gas", { chain: name }), account.isOperator)),
    ...some(reversed, (count) => ({
      text: sayCount("attention.reversed", count),
      act: say("attention.reversedAct"),
      href: pathWith(pathOf("ledger"), { type: "REVERSED" }),
    })),
    ...some(surplus, (count) => ({
      text: sayCount("attention.surplus", count),
      act: say("attention.surplusAct"),
      href: pathWith(pathOf("payments"), { unresolved: "surplus" }),
    })),
    ...some(underpaid, (count) => ({
      text: sayCount("attention.underpaid", count),
      act: say("attention.underpaidAct"),
      href: pathWith(pathOf("payments"), { unresolved: "underpaid" }),
    })),
    ...disabled.map(({ id, url }) => ({
      text: say("attention.endpoint", { url }),
      act: say("attention.endpointAct"),
      href: pathOf("developers", "webhooks", id),
    })),
    ...some(failed.length, (count) => ({
      text: sayCount("attention.deliveries", count),
      act: say("attention.deliveriesAct"),
      href: pathWith(pathOf("developers", "deliveries"), { status: "FAILED" }),
    })),
    ...ending.map(({ name, hint, expiresAt }) => ({
      text: say("attention.key", { name: name || hint, date: formatDateTime(expiresAt ?? "") }),
      act: say("attention.keyAct"),
      href: pathOf("developers"),
    })),
    ...some(lost, (count) => ({
      text: sayCount("attention.failed", count),
      act: say("attention.failedAct"),
      href: pathWith(pathOf("payments"), { status: "FAILED" }),
    })),
    ...(account.passkeys.length === 0 && !account.hasTotp
      ? [{ text: say("attention.passkey"), act: say("attention.passkeyAct"), href: pathOf("account") }]
      : []),
  ];
}

/** Who operates the server sees what is wrong; others what it concerns. */
function network(text: string, isOperator: boolean): Concern {
  return {
    text,
    act: say(isOperator ? "attention.networkAct" : "attention.networkPayments"),
    href: pathOf(...(isOperator ? ["settings", "server"] : ["payments"])),
  };
}

/** One concern for all of a kind; none where there are none. */
function some(count: number | undefined, concern: (count: number) => Concern): readonly Concern[] {
  return count ? [concern(count)] : [];
}
