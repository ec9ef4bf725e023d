import { type Address, encodeFunctionData, size } from "viem";
import { ChainUnavailableError } from "../chain/index.ts";
import { isWorthItsGas } from "../gas/index.ts";
import { mandateCallsAbi, mandatesAbi, partAmountsOf, tokenByAddress } from "../protocol/index.ts";
import { type ChainServices, enqueueCall, simulateCall } from "../relayer/index.ts";
import { leaseRows, type Mandate, type MandateCharge } from "../store/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import { signatureGas } from "./check-signature.ts";
import type { MandatesContext } from "./context.ts";
import { failCharge, holdCharge } from "./fail-charge.ts";
import { distinctHolders, type Holder, Purse, readFunds } from "./funds.ts";
import { nextSend } from "./retry-schedule.ts";
import { secondsOf, signedTerms } from "./terms.ts";

const table = { table: "mandateCharges", key: ["id"], column: "dueAt" } as const;

/** Charges of one run. */
const batchSize = 50;

/** A worker that has not come back by then has died. Milliseconds. */
const leaseDuration = 60_000;

/** A call may be included this much later. Milliseconds. */
const validity = 60 * 60_000;

/** While the chain has not done, or not shown, what it has to. Milliseconds. */
const patience = 15_000;

/** What an honest token takes for a charge, and for each part of it. */
const honestGas = { charge: 300_000n, part: 60_000n };

/**
 * Has the relayer charge what is due: each charge is compared with what its payer has left beside all others, and simulated. The contract takes each period once, whoever sends it how often. Answers
 * whether there may be more.
 */
export async function chargeDue(context: MandatesContext, services: ChainServices): Promise<boolean> {
  const { database, clock, mandates: contract } = context;
  if (contract === null || services.lanes.length === 0) return false;
  const due = await leaseRows(database, table, {
    now: clock(),
    duration: leaseDuration,
    choose: (rows) => rows.where("chainId", "=", services.chain.id).where("status", "=", "SCHEDULED").limit(batchSize),
  });
  if (due.length === 0) return false;
  const mandates = await mandatesOf(context, due);
  const open: Planned[] = [];
  for (const charge of due.toSorted((a, b) => (a.closesAt < b.closesAt ? -1 : 1))) {
    const mandate = mandates.get(charge.mandateId);
    if (!mandate?.payer) continue;
    // Past its end it is given up by `missCharges` alone, which asks the final chain.
    if (charge.closesAt > clock())
      open.push({ charge, mandate, holder: { payer: mandate.payer, token: mandate.tokenAddress } });
  }
  const purse = await fillPurse(context, services, contract, open);
  const failures: unknown[] = [];
  for (const planned of open) {
    try {
      await tryCharge(context, services, purse, planned);
    } catch (error) {
      if (!(error instanceof ChainUnavailableError)) failures.push(error);
      await holdCharge(context, planned.charge, new Date(clock().getTime() + patience));
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} charges could not be made.`);
  return due.length === batchSize;
}

type Planned = { readonly charge: MandateCharge; readonly mandate: Mandate; readonly holder: Holder };

async function mandatesOf({ database }: MandatesContext, due: readonly MandateCharge[]): Promise<Map<string, Mandate>> {
  const ids = [...new Set(due.map(({ mandateId }) => mandateId))];
  const rows = await database.selectFrom("mandates").selectAll().where("id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** What the payers have, without what calls on their way take of it. */
async function fillPurse(
  { database, clock }: MandatesContext,
  { client, chain }: ChainServices,
  contract: Address,
  open: readonly Planned[],
): Promise<Purse> {
  const purse = new Purse();
  const holders = distinctHolders(open.map(({ holder }) => holder));
  if (holders.length === 0) return purse;
  // Where the chain does not answer, nothing is planned.
  const funds = await readFunds(client, contract, holders, secondsOf(clock())).catch(() => []);
  for (const [index, found] of funds.entries()) {
    const holder = holders[index];
    if (holder) purse.put(holder, found);
  }
  const onTheirWay = await database
    .selectFrom("mandateCharges")
    .innerJoin("mandates", "mandates.id", "mandateCharges.mandateId")
    .select(["mandates.payer", "mandates.tokenAddress", "mandateCharges.amount"])
    .where("mandateCharges.chainId", "=", chain.id)
    .where("mandateCharges.status", "=", "SCHEDULED")
    .where("mandateCharges.sent", ">", 0)
    .where("mandateCharges.cause", "is", null)
    .where("mandateCharges.dueAt", ">", clock())
    .where(
      "mandateCharges.id",
      "not in",
      open.map(({ charge }) => charge.id),
    )
    .where(
      "mandates.payer",
      "in",
      holders.map(({ payer }) => payer),
    )
    .execute();
  for (const { payer, tokenAddress, amount } of onTheirWay) {
    if (payer !== null) purse.take({ payer, token: tokenAddress }, amount);
  }
  return purse;
}

async function tryCharge(
  context: MandatesContext,
  services: ChainServices,
  purse: Purse,
  { charge, mandate, holder }: Planned,
): Promise<void> {
  const now = context.clock();
  const wait = () => holdCharge(context, charge, new Date(now.getTime() + patience));
  const funds = purse.of(holder);
  if (funds === null) return wait();
  if (funds.balance < charge.amount) return failCharge(context, charge, "insufficient_balance", funds);
  if (funds.allowance < charge.amount) return failCharge(context, charge, "allowance_too_low", funds);
  const { contract } = mandate;
  const callData = chargeCall(mandate, charge);
  let gas: bigint;
  try {
    gas = await simulateCall(services, { to: contract, data: callData, abi: mandateCallsAbi });
  } catch (error) {
    if (!(error instanceof OperationRevertsError)) throw error;
    const cause = causeOf(error.reason);
    return cause === null ? wait() : failCharge(context, charge, cause, funds);
  }
  const most = honestGas.charge + honestGas.part * BigInt(mandate.parts.length);
  if (gas > most + (mandate.contractPayer ? signatureGas : 0n)) {
    return failCharge(context, charge, mandate.contractPayer ? "signature_refused" : "blocked", funds);
  }
  if (!isWorth(context, services, { charge, mandate }, { gas, bytes: size(callData) })) {
    return failCharge(context, charge, "gas_too_high", funds);
  }
  purse.take(holder, charge.amount);
  const validUntil = new Date(Math.min(now.getTime() + validity, charge.closesAt.getTime()));
  const call = { callData, gas, unbatchable: mandate.contractPayer, validUntil, target: contract };
  await enqueueCall(context, services, { kind: "MANDATE", tokenAddress: mandate.tokenAddress, ...call });
  const sent = charge.sent + 1;
  await holdCharge(context, charge, nextSend(sent, now), { sent, cause: null, fundsAt: null });
}

function chargeCall(mandate: Mandate, { period, amount, collectorSignature }: MandateCharge) {
  const { signature } = mandate;
  if (signature === null) throw new Error(`The mandate ${mandate.id} is not signed.`);
  const args = [signedTerms(mandate), BigInt(period), amount, signature, collectorSignature ?? "0x"] as const;
  return encodeFunctionData({ abi: mandatesAbi, functionName: "charge", args });
}

/** Why the chain would refuse a charge that its payer has the money for; null where waiting is all that helps. */
function causeOf(reason: string) {
  const says = (name: string) => reason.startsWith(name);
  // Not due by the chain's own clock yet, over by it, or charged in a block that was not read here yet.
  if (says("NotDue") || says("WindowOver") || says("PeriodAlreadyCharged")) return null;
  if (says("MandateIsCancelled") || says("WrongEpoch")) return "cancelled_on_chain";
  if (says("InvalidSignature")) return "signature_refused";
  return "blocked";
}

function isWorth(
  context: MandatesContext,
  { chain }: ChainServices,
  { charge: { amount }, mandate }: Pick<Planned, "charge" | "mandate">,
  transaction: { readonly gas: bigint; readonly bytes: number },
): boolean {
  const token = tokenByAddress(chain, mandate.tokenAddress);
  if (!token) return false;
  const { fee } = partAmountsOf(mandate.parts, amount, mandate.feeBasisPoints);
  return isWorthItsGas(context, chain, { token, amount, fee, isBox: false }, transaction);
}
