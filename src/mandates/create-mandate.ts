import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { bytesToHex } from "viem";
import type { Payee } from "../payments/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Mandate, Mode } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import { MandatesUnavailableError } from "./errors.ts";
import { findMandate } from "./load-mandate.ts";
import { newMandateToken } from "./mandate-id.ts";
import { type MandateInput, readMandate } from "./read-mandate.ts";
import { windowOf } from "./terms.ts";

/** How long a payer may take to sign what begins with the signature. Milliseconds. */
const patience = 30 * 24 * 60 * 60_000;

/**
 * Creates a mandate that waits for its payer's signature. Throws `MandatesUnavailableError`, `ModeUnavailableError`, `InvalidPaymentError`. Run again, it answers what the earlier
 * run created.
 */
export async function createMandate(
  context: MandatesContext,
  merchant: Payee,
  mode: Mode,
  input: MandateInput,
  run?: IdempotentRun,
): Promise<Mandate> {
  const { database, clock, mandates: contract, settlesDeposits } = context;
  if (contract === null || !settlesDeposits) throw new MandatesUnavailableError();
  const owner = { organizationId: merchant.id, mode };
  const earlier = run?.isAgain ? await findMandate(database, run.id, owner) : undefined;
  if (earlier) return earlier;
  const now = clock();
  const { chain, token, parts, ...terms } = await readMandate(context, contract, { merchant, mode, now }, input);
  const created = await database
    .insertInto("mandates")
    .values({
      ...terms,
      ...owner,
      id: run?.id ?? uuidv7({ msecs: now.getTime() }),
      publicId: newMandateToken(),
      sourceType: input.source?.type ?? null,
      sourceId: input.source?.id ?? null,
      title: input.title,
      chainId: chain.id,
      contract,
      token: token.symbol,
      ref: bytesToHex(randomBytes(32)),
      parts: JSON.stringify(parts),
      feeBasisPoints: context.feeBasisPoints,
      status: "PENDING",
      expiresAt: new Date(now.getTime() + patience),
      createdAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (created.start === null) return created;
  // What begins at a fixed time cannot be signed once its first window is over.
  const { closesAt: expiresAt } = windowOf(created, created.start, 0);
  await database.updateTable("mandates").set({ expiresAt }).where("id", "=", created.id).execute();
  return { ...created, expiresAt };
}
