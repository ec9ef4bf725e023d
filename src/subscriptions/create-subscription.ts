import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../access/index.ts";
import { InvalidPaymentError } from "../payments/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import { normalMailAddress } from "../schemas/index.ts";
import type { DatabaseTransaction, Mode, Organization, SubscriptionPackage } from "../store/index.ts";
import { type AdvanceOptions, advance } from "./advance.ts";
import { recordAudit } from "./audit.ts";
import { addDays } from "./calendar.ts";
import type { SubscriptionsContext } from "./context.ts";
import { PackageInactiveError } from "./errors.ts";
import { subscriptionId } from "./ids.ts";
import { loadPackage } from "./load-package.ts";
import { findSubscription, withLatestCycle } from "./load-subscription.ts";
import type { LoadedSubscription } from "./snapshot.ts";

/** Who subscribes to what. */
export type SubscriptionInput = {
  /** Its id or its slug. */
  readonly packageId: string;
  readonly customerEmail: string;
  readonly customerName?: string | null | undefined;
  readonly externalCustomerRef?: string | null | undefined;
  /** Left out: the package's. */
  readonly trialDays?: number | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
};

/**
 * Subscribes a customer to a package, on its terms of today. Without a trial the first invoice is made at once, and mailed. Throws `PackageNotFoundError`, `PackageInactiveError`,
 * `InvalidPaymentError`. Run again, it answers what the earlier run created.
 */
export async function createSubscription(
  context: SubscriptionsContext,
  merchant: Organization,
  mode: Mode,
  input: SubscriptionInput,
  actor: Actor,
  run?: IdempotentRun,
): Promise<LoadedSubscription> {
  const owner = { organizationId: merchant.id, mode };
  const earlier = run?.isAgain ? await findSubscription(context.database, subscriptionId(run.id), owner) : undefined;
  if (earlier) return withLatestCycle(context.database, earlier);
  const offered = await loadPackage(context.database, input.packageId, owner);
  return subscribe(context, offered, input, { id: run?.id, actor });
}

export type SubscribeOptions = AdvanceOptions & {
  readonly id?: string | undefined;
  /** Left out: the customer, at the package's page. */
  readonly actor?: Actor;
};

/** The same for a package that is known. */
export async function subscribe(
  context: SubscriptionsContext,
  offered: SubscriptionPackage,
  input: Omit<SubscriptionInput, "packageId">,
  { id, actor, ...options }: SubscribeOptions = {},
): Promise<LoadedSubscription> {
  if (!offered.active) throw new PackageInactiveError();
  const customerEmail = normalMailAddress(input.customerEmail);
  if (customerEmail === undefined) {
    throw new InvalidPaymentError([{ path: ["customerEmail"], message: "This is no mail address." }]);
  }
  const now = context.clock();
  const { organizationId, mode, name: title, graceDays, timeZone } = offered;
  const trialDays = input.trialDays ?? offered.trialDays;
  const anchor = trialDays === 0 ? now : addDays(now, trialDays, timeZone);
  return context.database.transaction().execute(async (transaction) => {
    const created = await transaction
      .insertInto("subscriptions")
      .values({
        id: id ?? uuidv7({ msecs: now.getTime() }),
        organizationId,
        mode,
        packageId: offered.id,
        status: trialDays === 0 ? "INCOMPLETE" : "TRIALING",
        title,
        ...termsOf(offered),
        graceDays,
        customerName: input.customerName ?? null,
        customerEmail,
        externalCustomerRef: input.externalCustomerRef ?? null,
        metadata: JSON.stringify(input.metadata ?? {}),
        anchor,
        anchorPeriod: 0,
        period: -1,
        trialEndsAt: trialDays === 0 ? null : anchor,
        activatedAt: trialDays === 0 ? null : now,
        pendingTerms: null as never,
        nextActionAt: anchor,
        createdAt: now,
        updatedAt: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    if (actor) await audit(transaction, created.id, offered, actor, now);
    const subscription = await advance(context, transaction, created, ["subscription.created"], options);
    return withLatestCycle(transaction, subscription);
  });
}

function termsOf({ currency, amount, acceptedChains, acceptedTokens, interval, timeZone }: SubscriptionPackage) {
  return { currency, amount, acceptedChains, acceptedTokens, interval, timeZone };
}

async function audit(
  transaction: DatabaseTransaction,
  id: string,
  { organizationId, slug }: SubscriptionPackage,
  actor: Actor,
  now: Date,
): Promise<void> {
  const target = { type: "subscription", id: subscriptionId(id) };
  const change = { organizationId, action: "subscription.created", target } as const;
  await recordAudit(transaction, change, { after: { package: slug } }, actor, now);
}
