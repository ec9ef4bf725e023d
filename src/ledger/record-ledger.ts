import type { Insertable } from "kysely";
import { v7 as uuidv7 } from "uuid";
import { type Address, type Hex, isAddressEqual } from "viem";
import type { BlockBatch, ChargeLog, LogPosition, ReclaimLog, SettlementLog, SweepLog } from "../chain/index.ts";
import { forgetReturned } from "../deposits/index.ts";
import { isByItsMandate, mandatesByOnchainId, markCharged, moveCharge } from "../mandates/index.ts";
import { moveSettlement } from "../payments/index.ts";
import { amountsOf, termsFromJson } from "../protocol/index.ts";
import {
  type DatabaseTransaction,
  type Quote,
  type Schema,
  type SettlementKind,
  transferKinds,
} from "../store/index.ts";
import type { LedgerContext } from "./context.ts";
import { creditPayment } from "./credit-payment.ts";
import { isCharge, isSweep, ledgerEntry } from "./ledger-entry.ts";
import { ofListedTokens } from "./listed-tokens.ts";
import { ownSweeps } from "./own-sweeps.ts";

/** Rows of one insert: a database takes so many parameters and no more. */
const batchSize = 1_000;

type NewRow = Insertable<Schema["settlements"]>;

/**
 * Writes what the router did into the ledger, each event once: what pays a quote is credited, what was there before a reorganisation is only moved,
 * and what is none of our quotes is kept as UNKNOWN.
 */
export async function recordLedger(
  context: LedgerContext,
  transaction: DatabaseTransaction,
  {
    chainId,
    settlements,
    reclaims,
    sweeps,
    charges,
  }: Pick<BlockBatch, "chainId" | "settlements" | "reclaims" | "sweeps" | "charges">,
): Promise<void> {
  for (let start = 0; start < settlements.length; start += batchSize) {
    await recordSettlements(context, transaction, chainId, settlements.slice(start, start + batchSize));
  }
  for (let start = 0; start < reclaims.length; start += batchSize) {
    await recordReclaims(transaction, chainId, reclaims.slice(start, start + batchSize));
  }
  for (let start = 0; start < sweeps.length; start += batchSize) {
    await recordSweeps(transaction, chainId, sweeps.slice(start, start + batchSize));
  }
  for (let start = 0; start < charges.length; start += batchSize) {
    await recordCharges(context, transaction, chainId, charges.slice(start, start + batchSize));
  }
}

async function recordSettlements(
  context: LedgerContext,
  transaction: DatabaseTransaction,
  chainId: number,
  settlements: readonly SettlementLog[],
): Promise<void> {
  const known = await readKnown(transaction, chainId, settlements);
  const rows: NewRow[] = [];
  for (const settlement of settlements) {
    if (await known.holds(settlement)) continue;
    const quote = known.quotes.get(settlement.onchainId);
    const isOurs = quote !== undefined && isByItsTerms(quote, settlement);
    const kind = isOurs ? await creditPayment(context, transaction, quote, settlement) : "UNKNOWN";
    const entry = ledgerEntry(settlement);
    rows.push({ ...entry, id: idOf(settlement), kind, quoteId: isOurs ? quote.id : null });
  }
  if (rows.length > 0) await transaction.insertInto("settlements").values(rows).execute();
}

async function recordReclaims(
  transaction: DatabaseTransaction,
  chainId: number,
  reclaims: readonly ReclaimLog[],
): Promise<void> {
  const known = await readKnown(transaction, chainId, reclaims);
  const rows: NewRow[] = [];
  for (const reclaim of reclaims) {
    if (await known.holds(reclaim)) continue;
    const named = known.quotes.get(reclaim.onchainId);
    const quote = named && isAddressEqual(named.router, reclaim.router) ? named : undefined;
    const kind: SettlementKind = quote ? "RECLAIMED" : "UNKNOWN";
    rows.push({ ...ledgerEntry(reclaim), id: idOf(reclaim), kind, quoteId: quote?.id ?? null });
    if (quote) await forgetReturned(transaction, { chainId, quoteId: quote.id, tokenAddress: reclaim.token });
  }
  if (rows.length > 0) await transaction.insertInto("settlements").values(rows).execute();
}

async function recordSweeps(
  transaction: DatabaseTransaction,
  chainId: number,
  sweeps: readonly SweepLog[],
): Promise<void> {
  const ours = await ownSweeps(transaction, sweeps);
  if (ours.length === 0) return;
  const known = await readKnown(
    transaction,
    chainId,
    ours.map(({ sweep }) => sweep),
  );
  const rows: NewRow[] = [];
  for (const { sweep, termsId } of ours) {
    if (await known.holds(sweep)) continue;
    const kind: SettlementKind = "SWEPT";
    rows.push({ ...ledgerEntry(sweep), id: idOf(sweep), kind, quoteId: null, standingTermsId: termsId });
  }
  if (rows.length > 0) await transaction.insertInto("settlements").values(rows).execute();
}

async function recordCharges(
  { clock }: LedgerContext,
  transaction: DatabaseTransaction,
  chainId: number,
  charges: readonly ChargeLog[],
): Promise<void> {
  const listed = ofListedTokens(charges);
  if (listed.length === 0) return;
  const known = await readKnown(transaction, chainId, listed);
  const ids = listed.map(({ onchainId }) => onchainId);
  const mandates = await mandatesByOnchainId(transaction, chainId, ids);
  const rows: NewRow[] = [];
  for (const charge of listed) {
    const named = mandates.get(charge.onchainId);
    const mandate = named && isByItsMandate(named, charge) ? named : undefined;
    if (await known.holds(charge)) continue;
    const mandateChargeId = mandate ? await markCharged(transaction, mandate, charge, clock()) : null;
    const kind: SettlementKind = mandate ? "CHARGED" : "UNKNOWN";
    rows.push({ ...ledgerEntry(charge), id: idOf(charge), kind, quoteId: null, mandateChargeId });
  }
  if (rows.length > 0) await transaction.insertInto("settlements").values(rows).execute();
}

/**
 * The id is a hash of the terms, so a router cannot emit it with others. Where an event has, nobody is credited; nor where another router than the
 * quote's own has settled it: at its own, it can still be paid.
 */
export function isByItsTerms(quote: Quote, { chainId, router, merchant, token, amount, fee }: SettlementLog): boolean {
  const terms = termsFromJson(quote.terms);
  const expected = amountsOf(terms.shares, quote.feeBasisPoints);
  const [first] = terms.shares;
  return (
    chainId === quote.chainId &&
    isAddressEqual(router, quote.router) &&
    amount === expected.total &&
    fee === expected.fee &&
    isAddressEqual(token, terms.token) &&
    first !== undefined &&
    isAddressEqual(merchant, first.recipient)
  );
}

/** Sortable by when it happened, which is the order of the lists. */
function idOf({ blockTime }: LogPosition): string {
  return uuidv7({ msecs: blockTime.getTime() });
}

type Event = LogPosition & { readonly onchainId: Hex; readonly router: Address };

/** What the database knows of some events, read at once. */
async function readKnown(transaction: DatabaseTransaction, chainId: number, events: readonly Event[]) {
  const onchainIds = [...new Set(events.map(({ onchainId }) => onchainId))];
  const transactionHashes = [...new Set(events.map(({ transactionHash }) => transactionHash))];
  const [quotes, rows] = [
    await transaction.selectFrom("quotes").selectAll().where("onchainId", "in", onchainIds).execute(),
    await transaction
      .selectFrom("settlements")
      .leftJoin("mandateCharges", "mandateCharges.id", "settlements.mandateChargeId")
      .select(["settlements.id", "onchainId", "router", "settlements.transactionHash", "logIndex", "quoteId", "kind"])
      .select(["missing", "mandateChargeId", "mandateCharges.period"])
      .where("settlements.chainId", "=", chainId)
      // By its transaction too: a row whose id is wrong is still the row of this event, and there is one row of each.
      .where(({ eb, or }) =>
        or([
          eb("settlements.transactionHash", "in", transactionHashes),
          // All sweeps of a standing address have one id.
          ...(events.every(isSweep) ? [] : [eb("onchainId", "in", onchainIds)]),
        ]),
      )
      .where("kind", "not in", ["REVERSED", ...transferKinds])
      .where("reversedBy", "is", null)
      .execute(),
  ];
  return {
    quotes: new Map(quotes.map((quote) => [quote.onchainId, quote])),
    /** Whether the ledger has it already. One that a reorganisation moved is put where it stands now. */
    async holds(event: Event): Promise<boolean> {
      const { blockNumber, blockHash, blockTime, transactionHash, logIndex, onchainId, router } = event;
      const same = rows.find((row) => row.transactionHash === transactionHash && row.logIndex === logIndex);
      if (same && !same.missing) return true;
      // An id settles once at a router, and a mandate charges a period once, so one that was there is this one, in whichever transaction. A standing address is swept again and again.
      const mayMove = (row: (typeof rows)[number]) => {
        if (isSweep(event)) return row.transactionHash === transactionHash;
        return (
          !isCharge(event) ||
          (row.period === null ? row.transactionHash === transactionHash : BigInt(row.period) === event.period)
        );
      };
      const isThis = (row: (typeof rows)[number]) =>
        row.missing &&
        row.onchainId === onchainId &&
        (row.router === null || isAddressEqual(row.router, router)) &&
        mayMove(row);
      const moved = same ?? rows.find(isThis);
      if (!moved) return false;
      moved.missing = false;
      await transaction
        .updateTable("settlements")
        .set({ blockNumber, blockHash, blockTime, transactionHash, logIndex, missing: false })
        .where("id", "=", moved.id)
        .execute();
      if (moved.mandateChargeId !== null) {
        await moveCharge(transaction, moved.mandateChargeId, { transactionHash, blockNumber, blockTime });
      }
      if (moved.kind !== "PAYMENT") return true;
      await moveSettlement(transaction, moved, { transactionHash, blockNumber, paidAt: blockTime });
      return true;
    },
  };
}
