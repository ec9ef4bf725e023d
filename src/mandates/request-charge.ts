import { v7 as uuidv7 } from "uuid";
import { type Hex, hashTypedData, isAddressEqual, zeroAddress } from "viem";
import {
  chainById,
  chargeTypedData,
  formatDecimal,
  InvalidDecimalError,
  parseDecimal,
  tokenByAddress,
} from "../protocol/index.ts";
import type { Database, DatabaseTransaction, Mandate, MandateCharge, Owner } from "../store/index.ts";
import { isByKey } from "./check-signature.ts";
import type { MandatesContext } from "./context.ts";
import { ChargeRefusedError, MandateSignatureError, MandateStateError } from "./errors.ts";
import { loadMandate, lockMandate } from "./load-mandate.ts";
import { windowOf } from "./terms.ts";

/** What is to be charged for a period. */
export type ChargeInput = {
  readonly period: number;
  /** Units of the token. Left out: the most of a period. */
  readonly amount?: string | null | undefined;
  /** The collector's, where the terms name one. */
  readonly collectorSignature?: Hex | null | undefined;
};

/** A charge, with the mandate that it is by. */
export type LoadedCharge = { readonly mandate: Mandate; readonly charge: MandateCharge };

/**
 * Asks for the charge of a period: it is made in the period's window, as soon as the chain allows it. One of a period is all there is: asked for again, it is answered as it stands. Throws
 * `MandateNotFoundError`, `MandateStateError`, `ChargeRefusedError`, `MandateSignatureError`.
 */
export async function requestCharge(
  context: Pick<MandatesContext, "database" | "clock">,
  owner: Owner,
  id: string,
  input: ChargeInput,
): Promise<LoadedCharge> {
  const { database, clock } = context;
  const mandate = await loadMandate(database, owner, id);
  const amount = amountOf(mandate, input);
  const known = await chargeOf(database, mandate.id, input.period);
  if (known) return { mandate, charge: sameAs(known, amount) };
  const now = clock();
  checkPeriod(mandate, input.period, now);
  const collectorSignature = await collectorsWord(mandate, input, amount);
  return database.transaction().execute(async (transaction) => {
    const asked = { period: input.period, amount, collectorSignature };
    const { mandate: current, charge } = await scheduleCharge(transaction, mandate, asked, now);
    return { mandate: current, charge: sameAs(charge, amount) };
  });
}

/** What is asked for of a period. */
type Asked = Pick<MandateCharge, "period" | "amount"> & Partial<Pick<MandateCharge, "collectorSignature">>;

/** The same in a transaction of the caller's, for what was checked. Answers the period's charge, and whether it is new. Throws `MandateStateError`, `ChargeRefusedError`. */
export async function scheduleCharge(
  transaction: DatabaseTransaction,
  { id }: Pick<Mandate, "id">,
  asked: Asked,
  now: Date,
): Promise<LoadedCharge & { readonly isNew: boolean }> {
  const mandate = await lockMandate(transaction, id);
  const { opensAt, closesAt } = checkPeriod(mandate, asked.period, now);
  const created = await transaction
    .insertInto("mandateCharges")
    .values({
      ...asked,
      id: uuidv7({ msecs: now.getTime() }),
      mandateId: id,
      chainId: mandate.chainId,
      status: "SCHEDULED",
      opensAt,
      closesAt,
      dueAt: new Date(Math.max(opensAt.getTime(), now.getTime())),
      createdAt: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  const charge = created ?? (await chargeOf(transaction, id, asked.period));
  if (!charge) throw new Error("A charge that is there was not found.");
  return { mandate, charge, isNew: created !== undefined };
}

/** Takes back a charge that was not made yet. A call of it that is on its way may still be made, and is then recorded as what it is. Throws as `requestCharge` does. */
export async function withdrawCharge(
  { database, clock }: Pick<MandatesContext, "database" | "clock">,
  owner: Owner,
  id: string,
  period: number,
): Promise<LoadedCharge> {
  const mandate = await loadMandate(database, owner, id);
  const withdrawn = await withdrawScheduled(database, { mandateId: mandate.id, period }, clock());
  const charge = withdrawn ?? (await chargeOf(database, mandate.id, period));
  if (charge?.status === "CANCELLED") return { mandate, charge };
  throw new ChargeRefusedError(
    charge ? `The charge of period ${period} is ${charge.status}.` : `Nothing was asked for of period ${period}.`,
  );
}

/** The same where it was not made yet; undefined otherwise. */
export function withdrawScheduled(
  database: Database | DatabaseTransaction,
  { mandateId, period }: Pick<MandateCharge, "mandateId" | "period">,
  now: Date,
): Promise<MandateCharge | undefined> {
  return database
    .updateTable("mandateCharges")
    .set({ status: "CANCELLED", dueAt: null, fundsAt: null, endedAt: now })
    .where("mandateId", "=", mandateId)
    .where("period", "=", period)
    .where("status", "=", "SCHEDULED")
    .returningAll()
    .executeTakeFirst();
}

/** The charge of a mandate's period; undefined where there is none. */
export function chargeOf(database: Pick<Database, "selectFrom">, mandateUuid: string, period: number) {
  return database
    .selectFrom("mandateCharges")
    .selectAll()
    .where("mandateId", "=", mandateUuid)
    .where("period", "=", period)
    .executeTakeFirst();
}

function sameAs(charge: MandateCharge, amount: bigint): MandateCharge {
  if (charge.amount === amount) return charge;
  throw new ChargeRefusedError(
    `Period ${charge.period} has a charge of another amount already: it is ${charge.status}.`,
    {
      details: { status: charge.status },
    },
  );
}

function amountOf({ chainId, token, tokenAddress, maxAmount, collector }: Mandate, { amount }: ChargeInput): bigint {
  if (amount == null) return maxAmount;
  const chain = chainById(chainId);
  const decimals = (chain && tokenByAddress(chain, tokenAddress)?.decimals) ?? 0;
  const most = formatDecimal(maxAmount, decimals);
  try {
    const units = parseDecimal(amount, decimals);
    if (isAddressEqual(collector, zeroAddress)) {
      if (units === maxAmount) return units;
      throw new ChargeRefusedError(`The payer has signed for exactly ${most} ${token}.`);
    }
    if (units > 0n && units <= maxAmount) return units;
    throw new ChargeRefusedError(`The payer has signed for at most ${most} ${token}, and above zero.`);
  } catch (error) {
    if (error instanceof InvalidDecimalError) throw new ChargeRefusedError(error.message);
    throw error;
  }
}

function checkPeriod(mandate: Mandate, period: number, now: Date) {
  if (mandate.status !== "ACTIVE" || mandate.start === null) {
    throw new MandateStateError(mandate.status, "only an ACTIVE one is charged.");
  }
  if (period >= mandate.periods) {
    throw new ChargeRefusedError(`There is no period ${period}: the mandate has ${mandate.periods}, from 0.`);
  }
  const window = windowOf(mandate, mandate.start, period);
  if (window.closesAt > now) return window;
  throw new ChargeRefusedError(`Period ${period} could be charged until ${window.closesAt.toISOString()}.`);
}

async function collectorsWord(
  { collector, onchainId, chainId, contract }: Mandate,
  { period, collectorSignature }: ChargeInput,
  amount: bigint,
): Promise<Hex | null> {
  if (isAddressEqual(collector, zeroAddress)) return null;
  if (onchainId === null || collectorSignature == null) throw new MandateSignatureError(collector);
  const charge = { mandateId: onchainId, period: BigInt(period), amount };
  const hash = hashTypedData(chargeTypedData(charge, BigInt(chainId), contract));
  // A contract's word could be another by the time of the charge, and its check costs whatever it likes.
  if (!(await isByKey(collector, hash, collectorSignature))) throw new MandateSignatureError(collector);
  return collectorSignature;
}
