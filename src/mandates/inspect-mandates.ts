import type { Address, Hex } from "viem";
import type { ChainClient } from "../chain/index.ts";
import { mandatesAbi } from "../protocol/index.ts";
import { leaseRows, type Mandate } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";
import { completeMandate, endByPayer } from "./end-mandate.ts";
import { type FinalChain, type Reading, readFinal } from "./miss-charges.ts";
import { windowOf } from "./terms.ts";

const table = { table: "mandates", key: ["id"], column: "inspectAt" } as const;

/** Mandates of one run. */
const batchSize = 50;

/** Until what is seen is final, and where the chain does not answer. Milliseconds. */
const patience = 15_000;

/**
 * Asks the final chain about mandates that are due: those whose payer has ended them are CANCELLED, those whose last window is over COMPLETED. Events and refused charges only say when to ask. Answers
 * how many ended.
 */
export async function inspectMandates(context: MandatesContext, reading: Reading): Promise<number> {
  const { database, clock } = context;
  const due = await leaseRows(database, table, {
    now: clock(),
    duration: patience,
    choose: (rows) => rows.where("chainId", "=", reading.chain.id).limit(batchSize),
  });
  const signed = due.filter((mandate) => mandate.payer !== null && mandate.onchainId !== null);
  if (signed.length === 0) return 0;
  const final = await readFinal(database, reading);
  let ended = 0;
  for (const mandate of signed) if (await inspect(context, reading, final, mandate)) ended += 1;
  return ended;
}

async function inspect(
  context: MandatesContext,
  { providers: { client } }: Reading,
  final: FinalChain,
  mandate: Mandate,
): Promise<boolean> {
  const { id, contract, payer, onchainId, epoch, start, tokenAddress, maxAmount, periods } = mandate;
  if (payer === null || onchainId === null || epoch === null || start === null) return false;
  const blockNumber = final.heightOf(tokenAddress, maxAmount);
  if (blockNumber === null) return false;
  const ask = (block: Block) => isEnded(client, { contract, payer, onchainId, epoch }, block);
  if (await ask({ blockNumber })) return endByPayer(context, id);
  const { closesAt } = windowOf(mandate, start, periods - 1);
  const time = await final.timeOf(tokenAddress, maxAmount);
  if (time !== null && time >= closesAt && (await completeMandate(context, id))) return true;
  const isSeen = await ask({ blockTag: "latest" });
  const now = context.clock();
  const soon = new Date(now.getTime() + patience);
  const next = isSeen || closesAt <= now ? soon : closesAt;
  await context.database
    .updateTable("mandates")
    .set({ inspectAt: next })
    .where("id", "=", id)
    // Something was seen meanwhile: then it is due already.
    .where("inspectAt", "=", mandate.inspectAt)
    .execute();
  return false;
}

type Block = { readonly blockNumber: bigint } | { readonly blockTag: "latest" };
type Asked = { readonly contract: Address; readonly payer: Address; readonly onchainId: Hex; readonly epoch: bigint };

async function isEnded(
  client: ChainClient,
  { contract, payer, onchainId, epoch }: Asked,
  block: Block,
): Promise<boolean> {
  const of = { address: contract, abi: mandatesAbi, ...block } as const;
  const [isCancelled, current] = await Promise.all([
    client.readContract({ ...of, functionName: "isCancelled", args: [payer, onchainId] }),
    client.readContract({ ...of, functionName: "epoch", args: [payer] }),
  ]);
  return isCancelled || current !== epoch;
}
