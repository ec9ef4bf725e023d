import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Address, type Hex, keccak256, padHex, toHex } from "viem";
import type {
  BlockBatch,
  Cursor,
  ReclaimLog,
  SettlementLog,
  UserOperationLog,
} from "../../src/chain/logs/contract-events.ts";
import { recordBlocks } from "../../src/ledger/record-blocks.ts";
import { createPayment } from "../../src/payments/create-payment.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { amountsOf, enabledChains, feeBasisPoints, type TokenSymbol } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { quotePayment } from "../../src/quotes/quote-payment.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import { openDatabase, type Quote } from "../../src/store/index.ts";
import { createWebhookEndpoint } from "../../src/webhooks/endpoints.ts";
import { createTestDatabase } from "./database.ts";
import { type EngineContext, engineContext } from "./engine-context.ts";
import { newMerchant } from "./merchant.ts";
import { makeMigratedDirectory } from "./migrated.ts";

const payer: Address = "0x9999999999999999999999999999999999999999";
const start = new Date("2026-01-02T12:00:00.000Z");

/** The payments domain over a real database, with a clock and chains that the test moves by hand. */
export type Harness = EngineContext & {
  setTime(time: Date): void;
  newPayment(amount?: string, chains?: number[]): Promise<string>;
  /** A quote of its own each time: one more of the same choice, which would be shared, names an address of its own to return money to. */
  newQuote(paymentId: string, chainId?: number, token?: TokenSymbol): Promise<Quote>;
  /** Says that a chain has a further block with these events. False where the cursor had moved meanwhile. */
  mine(chainId: number, events?: MinedEvents): Promise<boolean>;
  cursor(chainId: number): Cursor;
  /** Where the next block goes on from, after a reorganisation. */
  setCursor(chainId: number, cursor: Cursor | undefined): void;
  status(paymentId: string): Promise<string>;
  /** Types of the events about a payment, in order. */
  events(paymentId: string): Promise<string[]>;
  /** Ends all connections to the database and opens it again: whatever was in memory is gone. */
  restart(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type MinedEvents = {
  settled?: readonly SettlementLog[];
  reclaimed?: readonly ReclaimLog[];
  operations?: readonly UserOperationLog[];
  time?: Date;
};

/** `router`: where a chain has one. */
export async function startHarness({ router }: { readonly router?: Address } = {}): Promise<Harness> {
  const { options, drop } = await createTestDatabase();
  // In a directory where it is embedded: it has to be there after a restart.
  const directory = "url" in options ? undefined : await mkdtemp(join(tmpdir(), "railsplit-harness-"));
  if (directory !== undefined) await makeMigratedDirectory(directory);
  const open = () => openDatabase(directory === undefined ? options : { directory });
  let database = await open();
  let now = start;
  const cursors = new Map<number, Cursor>();
  const clock = () => now;
  /** How many quotes were made of each choice. */
  const quoted = new Map<string, number>();
  const engines = engineContext(database, clock, { chains: enabledChains, ...(router && { router }) });
  const context = Object.defineProperty(engines, "database", {
    get: () => database,
  });
  const merchant = await newMerchant(context);
  await createWebhookEndpoint(
    { ...context, webhookTargets: "any", secretBox: createSecretBox([]) },
    { organizationId: merchant.id, mode: "test" },
    { url: "http://127.0.0.1:9/unused" },
  );
  return Object.assign(context, {
    setTime: (time: Date) => {
      now = time;
    },
    async newPayment(amount = "250.00", chains = [8453]) {
      const input = { amount, currency: "USD", acceptedChains: chains } as const;
      return (await createPayment(context, merchant, "test", input)).payment.id;
    },
    async newQuote(paymentId: string, chainId = 8453, token: TokenSymbol = "USDC") {
      const choice = `${paymentId} ${chainId} ${token}`;
      const earlier = quoted.get(choice) ?? 0;
      quoted.set(choice, earlier + 1);
      const refundTo = earlier === 0 ? undefined : padHex(toHex(0x900000 + earlier), { size: 20 });
      return (await quotePayment(context, paymentId, { chainId, token, refundTo })).quote;
    },
    async mine(chainId: number, { settled = [], reclaimed = [], operations = [], time = now }: MinedEvents = {}) {
      const after = cursors.get(chainId) ?? null;
      const blockNumber = (after?.blockNumber ?? 99n) + 1n;
      const cursor = { blockNumber, blockHash: hashOf(`${chainId}/${blockNumber}`), blockTime: time };
      const place = { blockNumber, blockHash: cursor.blockHash, blockTime: time };
      const batch: BlockBatch = {
        chainId,
        after,
        cursor,
        settlements: settled.map((log) => ({ ...log, ...place })),
        reclaims: reclaimed.map((log) => ({ ...log, ...place })),
        sweeps: [],
        charges: [],
        cancellations: [],
        userOperations: operations.map((log) => ({ ...log, ...place })),
      };
      const recorded = await recordBlocks(context, batch);
      if (recorded) cursors.set(chainId, cursor);
      return recorded;
    },
    setCursor: (chainId: number, cursor: Cursor | undefined) =>
      void (cursor ? cursors.set(chainId, cursor) : cursors.delete(chainId)),
    cursor: (chainId: number) => cursors.get(chainId) as Cursor,
    status: async (paymentId: string) => (await loadPayment(database, paymentId)).payment.status,
    async events(paymentId: string) {
      const rows = await database
        .selectFrom("events")
        .select(["type", "sequence"])
        .where("subjectId", "=", paymentId)
        .orderBy("sequence")
        .execute();
      const gap = rows.findIndex(({ sequence }, index) => sequence !== index + 1);
      if (gap !== -1) throw new Error(`The sequence of events has a gap at ${gap}.`);
      return rows.map(({ type }) => type);
    },
    async restart() {
      await database.destroy();
      database = await open();
    },
    async [Symbol.asyncDispose]() {
      await database.destroy();
      await drop();
      if (directory !== undefined) await rm(directory, { recursive: true });
    },
  });
}

/** As if nothing of a chain had been read. */
export async function forgetChain(harness: Harness, chainId: number): Promise<void> {
  await harness.database.deleteFrom("chainCursors").where("chainId", "=", chainId).execute();
  await harness.database.deleteFrom("chainBlocks").where("chainId", "=", chainId).execute();
  harness.setCursor(chainId, undefined);
}

/** The router's event for a quote, as the watcher reads it. */
export function settlementOf(quote: Quote, changes: Partial<SettlementLog> = {}): SettlementLog {
  const { shares, token } = termsFromJson(quote.terms);
  const { total, fee } = amountsOf(shares, feeBasisPoints);
  return {
    chainId: quote.chainId,
    transactionHash: hashOf(`transaction of ${quote.id}`),
    logIndex: 0,
    blockNumber: 0n,
    blockHash: "0x",
    blockTime: start,
    router: quote.router,
    onchainId: quote.onchainId,
    merchant: shares[0]?.recipient as Address,
    token,
    payer,
    amount: total,
    fee,
    ...changes,
  };
}

export function hashOf(text: string): Hex {
  return keccak256(toHex(text));
}

export const minutes = (count: number) => new Date(start.getTime() + count * 60_000);

/** The EntryPoint's event for an operation of somebody's account. */
export function operationOf(
  log: Omit<UserOperationLog, "entryPoint" | "sender" | "nonce" | "actualGasCost">,
): UserOperationLog {
  return { ...log, entryPoint: "0.8", sender: payer, nonce: 0n, actualGasCost: 10n ** 12n };
}

/** An operation in a block of Base, as the watcher reads it. */
export function includedOperation(hash: Hex, success: boolean): UserOperationLog {
  return operationOf({
    chainId: 8453,
    transactionHash: hashOf(`transaction of ${hash}`),
    logIndex: 0,
    blockNumber: 0n,
    blockHash: hash,
    blockTime: start,
    hash,
    success,
  });
}
