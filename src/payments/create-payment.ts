import { v7 as uuidv7 } from "uuid";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Mode, Organization } from "../store/index.ts";
import type { PaymentsContext } from "./context.ts";
import { ExternalIdInUseError } from "./errors.ts";
import { holderOf } from "./external-id.ts";
import { noNotes } from "./ledger-notes.ts";
import { findPayment, type LoadedPayment } from "./load-payment.ts";
import { type CreatePaymentInput, type Payee, readPayment } from "./payment-input.ts";

/**
 * Creates an ACTIVE payment. Throws `ModeUnavailableError`, `InvalidPaymentError` or `ExternalIdInUseError`, and then nothing was written. Run again, it answers what the
 * earlier run created.
 */
export async function createPayment(
  context: PaymentsContext,
  merchant: Payee & Pick<Organization, "successUrl" | "cancelUrl">,
  mode: Mode,
  input: CreatePaymentInput,
  run?: IdempotentRun,
): Promise<LoadedPayment> {
  const createdAt = context.clock();
  const earlier = () => run && findPayment(context.database, run.id, { organizationId: merchant.id, mode });
  // Before anything is checked: what was right then, such as the time of expiry, may be wrong now.
  const first = run?.isAgain ? await earlier() : undefined;
  if (first) return first;
  const { payee, split, accepted, expiresAt } = await readPayment(context, merchant, mode, input, createdAt);

  const id = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
  const inserted = await context.database
    .insertInto("payments")
    .values({
      id,
      organizationId: merchant.id,
      mode,
      status: "ACTIVE",
      amount: split.amount,
      currency: input.currency,
      merchantAmount: split.merchantAmount,
      merchantAddress: payee.everywhere,
      chainAddresses: JSON.stringify(payee.byChain),
      sellers: JSON.stringify(split.sellers),
      title: input.title ?? null,
      description: input.description ?? null,
      externalId: input.externalId ?? null,
      metadata: JSON.stringify(input.metadata ?? {}),
      acceptedChains: accepted.chains,
      acceptedTokens: accepted.tokens,
      // Left out: the organization's. Null: none.
      successUrl: input.successUrl === undefined ? merchant.successUrl : input.successUrl,
      cancelUrl: input.cancelUrl === undefined ? merchant.cancelUrl : input.cancelUrl,
      expiresAt,
      createdAt,
      feeBasisPoints: context.feeBasisPoints,
      sourceType: input.source?.type ?? null,
      sourceId: input.source?.id ?? null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (inserted) return { payment: inserted, quote: null, head: null, attempts: [], notes: noNotes };
  const meanwhile = await earlier();
  if (meanwhile) return meanwhile;
  // The other unique index is the one on externalId.
  const holder = { organizationId: merchant.id, mode, externalId: input.externalId ?? null };
  throw new ExternalIdInUseError(await holderOf(context.database, holder), context.checkoutUrl);
}
