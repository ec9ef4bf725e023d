import type { Hex } from "viem";
import { readSettled } from "../../chain/index.ts";
import { endAttempt, reopenAttempts } from "../../payments/index.ts";
import type { DatabaseTransaction, Submission } from "../../store/index.ts";
import type { QueueContext } from "../context.ts";
import { requeueRequests } from "../queue/return-requests.ts";
import { forgetReverts, recordReverts } from "../reverts/record-reverts.ts";
import { attemptsOf } from "./attempts.ts";
import type { Submitting } from "./submitting.ts";

/** A request of a submission, and whether the chain has done what it asked for. */
type Carried = { readonly id: string; readonly done: boolean };

/** A reclaim or a sweep counts as done: the next scan of the balance finds what is left. So does a mandate's: its event says what became of it. */
async function carriedBy({ context, services }: Submitting, submission: Submission): Promise<Carried[]> {
  const rows = await context.database
    .selectFrom("relays")
    .leftJoin("quotes", "quotes.id", "relays.quoteId")
    .select(["relays.id", "relays.kind", "quotes.onchainId", "quotes.router"])
    .where("relays.submissionId", "=", submission.id)
    .where("relays.status", "in", ["SENT", "CONFIRMED", "REVERTED"])
    .execute();
  const quotes = rows.flatMap(({ id, onchainId, router, kind }) =>
    kind === "PAYMENT" && onchainId !== null && router !== null ? [{ id, onchainId, router }] : [],
  );
  const settled = quotes.length === 0 ? [] : await readSettled(services.client, quotes);
  const unsettled = new Set(quotes.flatMap(({ id }, index) => (settled[index] === true ? [] : [id])));
  return rows.map(({ id }) => ({ id, done: !unsettled.has(id) }));
}

/**
 * Its nonce is used. Requests whose payment is not settled have failed: those of a batch are queued again, each to go alone; one that went alone has
 * reverted. Either has cost its gas.
 */
export async function landSubmission(submitting: Submitting, submission: Submission, head: bigint): Promise<void> {
  const { context } = submitting;
  const carried = await carriedBy(submitting, submission);
  const failed = carried.filter(({ done }) => !done);
  const isAlone = carried.length === 1;
  const includedIn = failed.length > 0 ? await inclusionOf(submitting, submission) : null;
  await context.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "LANDED", landedAtBlock: head })
      .where("id", "=", submission.id)
      .execute();
    await mark(
      transaction,
      carried.filter(({ done }) => done),
      { status: "CONFIRMED" },
    );
    // Where none of our attempts was included, something else has used the nonce.
    if (includedIn !== null) {
      const ids = failed.map(({ id }) => id);
      await recordReverts(transaction, submission, ids, context.clock());
    }
    if (includedIn === null || !isAlone) await requeueRequests({ ...context, database: transaction }, failed);
    else {
      await mark(transaction, failed, { status: "REVERTED", failureReason: includedIn });
      const reason = `The relayer's call was included in transaction ${includedIn} and reverted: no money moved.`;
      for (const { id } of failed) {
        await endAttempt(transaction, id, { outcome: "REVERTED", reason, transactionHash: includedIn });
      }
    }
  });
}

/** The transaction that holds one of a submission's attempts. */
async function inclusionOf({ context, lane }: Submitting, submission: Submission): Promise<Hex | null> {
  for (const { hash } of await attemptsOf(context.database, submission)) {
    const transaction = await lane.inclusionOf(hash);
    if (transaction) return transaction;
  }
  return null;
}

/** A reorganisation took its block: it is sent again. A reclaim, a sweep or a mandate's call stays confirmed, since whoever asked for it may have queued another. */
export async function reopenSubmission({ database }: QueueContext, submission: Submission): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "OPEN", landedAtBlock: null })
      .where("id", "=", submission.id)
      .execute();
    const reopened = await transaction
      .updateTable("relays")
      .set({ status: "SENT", failureReason: null })
      .where("submissionId", "=", submission.id)
      .where("kind", "=", "PAYMENT")
      .where("status", "in", ["CONFIRMED", "REVERTED"])
      .returning("id")
      .execute();
    await forgetReverts(transaction, submission);
    await reopenAttempts(
      transaction,
      reopened.map(({ id }) => id),
    );
  });
}

/** Its block is final: what has reverted has failed, and what a reorganisation had undone is queued again. */
export async function closeSubmission(submitting: Submitting, submission: Submission): Promise<void> {
  const { context } = submitting;
  const carried = await carriedBy(submitting, submission);
  const undone = new Set(carried.filter(({ done }) => !done).map(({ id }) => id));
  await context.database.transaction().execute(async (transaction) => {
    await transaction
      .updateTable("relaySubmissions")
      .set({ status: "CLOSED" })
      .where("id", "=", submission.id)
      .execute();
    await mark(
      transaction,
      carried.filter(({ done }) => done),
      { status: "CONFIRMED", failureReason: null },
    );
    const paid = carried.filter(({ done }) => done).map(({ id }) => id);
    await forgetReverts(transaction, submission, paid);
    const rows = await transaction
      .selectFrom("relays")
      .select(["id", "status"])
      .where("submissionId", "=", submission.id)
      .execute();
    for (const row of rows.filter(({ id }) => undone.has(id))) {
      if (row.status === "REVERTED") await mark(transaction, [row], { status: "FAILED" });
      else await requeueRequests({ ...context, database: transaction }, [row]);
    }
  });
}

async function mark(
  transaction: DatabaseTransaction,
  requests: readonly { readonly id: string }[],
  changes: { readonly status: "CONFIRMED" | "REVERTED" | "FAILED"; readonly failureReason?: string | null },
): Promise<void> {
  if (requests.length === 0) return;
  const ids = requests.map(({ id }) => id);
  await transaction.updateTable("relays").set(changes).where("id", "in", ids).execute();
}
