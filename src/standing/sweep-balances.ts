import { type Address, encodeFunctionData, type Hex, isAddressEqual, size } from "viem";
import { readTokenBalances } from "../chain/index.ts";
import { type StandingContract, termsOf } from "../customers/index.ts";
import { isWorthItsGas } from "../gas/index.ts";
import { boxOf, feeOf, maySweep, minimumSweep, standingDepositsAbi, type Token } from "../protocol/index.ts";
import { type ChainServices, enqueueCall, simulateCall } from "../relayer/index.ts";
import { leaseRows, type StandingBalance } from "../store/index.ts";
import { OperationRevertsError } from "../user-operations/index.ts";
import { markBalance, scheduleBalance } from "./balances.ts";
import type { StandingContext } from "./context.ts";

const table = { table: "standingBalances", key: ["chainId", "tokenAddress", "address"], column: "dueAt" } as const;

/** Balances of one run. */
const batchSize = 50;

/** A worker that has not come back by then has died. Milliseconds. */
const leaseDuration = 60_000;

/** A call may be included this much later. Milliseconds. */
const validity = 60 * 60_000;

/** How long until a balance is inspected again that is being moved, or could not be: doubled from one time to the next. Milliseconds. */
const retry = { first: 60_000, longest: 6 * 60 * 60_000 };

/**
 * Inspects balances of standing addresses and boxes that are due, and has the relayer move what is worth its gas: to the address's split, or to the box's recipient. The balance alone decides, whoever moves it.
 * Answers whether there may be more.
 */
export async function sweepBalances(context: StandingContext, services: ChainServices): Promise<boolean> {
  const { database, clock, standing: contract } = context;
  if (contract === null || services.lanes.length === 0) return false;
  const { chain, client } = services;
  const due = await leaseRows(database, table, {
    now: clock(),
    duration: leaseDuration,
    choose: (rows) => rows.where("chainId", "=", chain.id).limit(batchSize),
  });
  if (due.length === 0) return false;
  const places = [...new Set(due.map(({ address }) => address))];
  const balances = await readTokenBalances(client, chain.tokens, places);
  const found = new Map(places.map((address, index) => [address, balances[index]]));
  const failures: unknown[] = [];
  for (const balance of due) {
    const token = chain.tokens.find(({ address }) => isAddressEqual(address, balance.tokenAddress));
    const amount = (token && found.get(balance.address)?.get(token)) ?? 0n;
    try {
      // A token that is listed no longer stays where it is: anybody may sweep it.
      if (!token) await scheduleBalance(database, balance, { dueAt: null, tries: 0 });
      else await inspect(context, services, contract, { balance, token, amount });
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} balances could not be swept.`);
  return due.length === batchSize;
}

type Held = { readonly balance: StandingBalance; readonly token: Token; readonly amount: bigint };

async function inspect(
  context: StandingContext,
  services: ChainServices,
  contract: StandingContract,
  { balance, token, amount }: Held,
): Promise<void> {
  const { database, clock } = context;
  const least = balance.recipient === null ? minimumSweep : 1n;
  if (amount < least) {
    await scheduleBalance(database, balance, { dueAt: null, tries: 0 });
    if (balance.termsId !== null) await inspectBoxes(context, services, contract, balance, token);
    return;
  }
  const wait = Math.min(retry.first * 2 ** balance.tries, retry.longest);
  const next = { dueAt: new Date(clock().getTime() + wait), tries: Math.min(balance.tries + 1, 30) };
  const callData = await callOf(context, contract, services.chain.id, balance);
  if (callData !== null)
    await move(context, services, contract, { token, amount, callData, isBox: balance.recipient !== null });
  await scheduleBalance(database, balance, next);
}

/** The call that moves it; null where nobody but a recipient may. */
async function callOf(
  { database }: StandingContext,
  { address: contract }: StandingContract,
  chainId: number,
  { termsId, recipient, tokenAddress }: StandingBalance,
): Promise<Hex | null> {
  if (recipient !== null) {
    return encodeFunctionData({ abi: standingDepositsAbi, functionName: "collect", args: [recipient, tokenAddress] });
  }
  const { sweptOn, parts, salted } = await database
    .selectFrom("standingTerms")
    .innerJoin("depositReferences", "depositReferences.id", "standingTerms.referenceId")
    .select(["standingTerms.sweptOn", "standingTerms.parts", "depositReferences.salted"])
    .where("standingTerms.id", "=", termsId)
    .executeTakeFirstOrThrow();
  const terms = termsOf(salted, sweptOn, parts);
  if (!maySweep(terms, BigInt(chainId), contract)) return null;
  return encodeFunctionData({ abi: standingDepositsAbi, functionName: "sweep", args: [terms, tokenAddress] });
}

async function move(
  context: StandingContext,
  services: ChainServices,
  contract: StandingContract,
  {
    callData,
    ...held
  }: { readonly token: Token; readonly amount: bigint; readonly callData: Hex; readonly isBox: boolean },
): Promise<void> {
  let gas: bigint;
  try {
    gas = await simulateCall(services, { to: contract.address, data: callData, abi: standingDepositsAbi });
  } catch (error) {
    // Whom the token does not pay is tried again later.
    if (error instanceof OperationRevertsError) return;
    throw error;
  }
  const fee = await contract.fee(services.chain.id);
  const transaction = { gas, bytes: size(callData) };
  if (!isWorthItsGas(context, services.chain, { ...held, fee: feeOf(held.amount, fee.basisPoints) }, transaction))
    return;
  const validUntil = new Date(context.clock().getTime() + validity);
  const tokenAddress = held.token.address;
  await enqueueCall(context, services, {
    kind: "SWEEP",
    target: contract.address,
    tokenAddress,
    callData,
    gas,
    unbatchable: false,
    validUntil,
  });
}

/** A part that could not be paid lies in its recipient's box: when an address was swept, the boxes of its split are looked into. */
async function inspectBoxes(
  { database, clock }: StandingContext,
  { chain, client }: ChainServices,
  contract: StandingContract,
  { termsId }: StandingBalance,
  token: Token,
): Promise<void> {
  const { parts } = await database
    .selectFrom("standingTerms")
    .select("parts")
    .where("id", "=", termsId)
    .executeTakeFirstOrThrow();
  const fee = await contract.fee(chain.id);
  const recipients: Address[] = [...parts.map(({ recipient }) => recipient), fee.recipient];
  const boxes = recipients.map((recipient) => boxOf(recipient, contract.address));
  const balances = await readTokenBalances(client, [token], boxes);
  for (const [index, recipient] of recipients.entries()) {
    const address = boxes[index];
    if (!address || (balances[index]?.get(token) ?? 0n) === 0n) continue;
    const place = { chainId: chain.id, tokenAddress: token.address, address, termsId: null, recipient };
    await markBalance(database, place, clock());
  }
}
