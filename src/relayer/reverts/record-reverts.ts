import type { DatabaseTransaction, Submission } from "../../store/index.ts";

// The only writer of `relay_reverts`.

/** What a call counts as whose cost nobody knew when it was accepted: one dollar. */
const unknownCost = 10n ** 18n;

/** Records requests that a submission carried and that did not pay, though it was included. Those without a payer are nobody's to answer for. */
export async function recordReverts(
  transaction: DatabaseTransaction,
  { id: submissionId }: Pick<Submission, "id">,
  relayIds: readonly string[],
  now: Date,
): Promise<void> {
  if (relayIds.length === 0) return;
  const relays = await transaction
    .selectFrom("relays")
    .innerJoin("quotes", "quotes.id", "relays.quoteId")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .select(["relays.id as relayId", "relays.chainId", "relays.payer", "payments.organizationId"])
    .where("relays.id", "in", relayIds)
    .where("relays.payer", "is not", null)
    .execute();
  if (relays.length === 0) return;
  const attempts = await transaction
    .selectFrom("attempts")
    .select(["reference", "dollars"])
    .where("reference", "in", relayIds)
    .execute();
  const costs = new Map(attempts.map(({ reference, dollars }) => [reference, dollars]));
  await transaction
    .insertInto("relayReverts")
    .values(
      relays.flatMap(({ payer, ...relay }) =>
        payer === null
          ? []
          : [{ ...relay, payer, submissionId, dollars: costs.get(relay.relayId) ?? unknownCost, createdAt: now }],
      ),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Takes back what was recorded of a submission: a reorganisation took its block. Where requests are named, theirs alone: they have paid after all. */
export async function forgetReverts(
  transaction: DatabaseTransaction,
  { id }: Pick<Submission, "id">,
  relayIds?: readonly string[],
): Promise<void> {
  if (relayIds?.length === 0) return;
  await transaction
    .deleteFrom("relayReverts")
    .where("submissionId", "=", id)
    .$if(relayIds !== undefined, (query) => query.where("relayId", "in", relayIds ?? []))
    .execute();
}
