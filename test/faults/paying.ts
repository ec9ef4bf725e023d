import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createPayer } from "../../clients/typescript/payer.ts";
import {
  authorizationTypedData,
  type PaymentTerms,
  paymentIdOf,
  paymentRouterAbi,
  type TokenDomain,
  totalOf,
} from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import type { Random } from "./random.ts";
import { type Json, RefusedError } from "./shop.ts";
import type { World, WorldChain } from "./world.ts";

/** How a customer behaves. */
export type Way =
  /** Pays by a transaction of their own. */
  | "transaction"
  /** Sends the amount to the deposit address. */
  | "deposit"
  /** Signs an EIP-3009 authorization, which our relayer submits. */
  | "signature"
  /** Has a smart account without coin, and signs a sponsored user operation. */
  | "operation"
  /** Takes two quotes and pays both. */
  | "twice"
  /** Sends the same payment twice: the second transaction reverts. */
  | "again"
  /** Pays after the merchant has cancelled. */
  | "late"
  /** Sends a unit too little to the deposit address. */
  | "underpaid"
  /** Takes a quote and leaves. */
  | "unpaid"
  /** Pays at our router what nobody asked for. */
  | "stranger";

/** One payment as its customer left it. What became of the money, the chain says. */
export type Attempt = {
  readonly way: Way;
  readonly on: WorldChain;
  /** Null for a stranger's. */
  readonly paymentId: string | null;
  readonly quotes: readonly {
    readonly onchainId: Hex;
    readonly terms: PaymentTerms;
    readonly depositAddress: Address | null;
  }[];
};

export type LoadOptions = {
  /** The chains to pay on. */
  readonly on: readonly WorldChain[];
  /** Of the whole amount, in cents. */
  readonly cents?: readonly [least: number, most: number];
  readonly ways?: Partial<Record<Way, number>>;
  /** Called for each payment that its customer is done with. */
  readonly onDone: (attempt: Attempt) => void;
};

/** Of a hundred payments, so many. There is one of each at least, and the rest pay by a transaction of their own. */
const usualWays: Readonly<Record<Way, number>> = {
  transaction: 0,
  deposit: 2,
  signature: 2,
  operation: 1,
  twice: 3,
  again: 2,
  late: 2,
  underpaid: 1,
  unpaid: 2,
  stranger: 1,
};

/** Customers at the same time; those who need the bundler are fewer, since it takes its time. */
const customersAtOnce = 24;
const operationsAtOnce = 6;

/** A customer who does not see their payment on chain within this time pays by a transaction of their own. Milliseconds. */
const customerPatience = 8_000;

/** Creates so many payments and has their customers pay them, by several ways at the same time. Throws once all are done, where one could not. */
export async function payMany(world: World, count: number, options: LoadOptions): Promise<Attempt[]> {
  const { random } = world;
  const shares = options.ways ?? usualWays;
  const chosen = (Object.entries(shares) as [Way, number][]).flatMap(([way, percent]) =>
    way === "transaction" ? [] : Array<Way>(Math.max(1, Math.round((percent * count) / 100))).fill(way),
  );
  const rest = Array<Way>(Math.max(0, count - chosen.length)).fill("transaction");
  const waiting = random.shuffle([...chosen, ...rest]).map((way) => ({ way, on: random.pick(options.on) }));
  const viaBundler = waiting.filter(({ way }) => way === "operation" || way === "signature");
  const others = waiting.filter((one) => !viaBundler.includes(one));
  const attempts: Attempt[] = [];
  const serve = async (queue: typeof waiting) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const done = await attempt(world, next.way, next.on, options);
      attempts.push(done);
      options.onDone(done);
    }
  };
  const serving = [
    ...Array.from({ length: customersAtOnce }, () => serve(others)),
    ...Array.from({ length: operationsAtOnce }, () => serve(viaBundler)),
  ];
  await Promise.allSettled(serving);
  await Promise.all(serving);
  return attempts;
}

async function attempt(world: World, way: Way, on: WorldChain, { cents = [100, 900] }: LoadOptions): Promise<Attempt> {
  const { random, shop } = world;
  if (way === "stranger") return payAsStranger(world, on);
  const payment = await shop.call("POST", "/v1/payments", newPayment(random, cents));
  const quote = await newQuote(world, payment.id, on);
  const { terms } = quote;
  const left = { way, on, paymentId: payment.id as string, quotes: [quote] };
  switch (way) {
    case "transaction":
      await on.payers.pay(terms);
      return left;
    case "deposit":
      await on.payers.transfer(quote.depositAddress, totalOf(terms.shares));
      return left;
    case "underpaid":
      await on.payers.transfer(quote.depositAddress, totalOf(terms.shares) - 1n);
      return left;
    case "signature":
      await orElseDirectly(on, terms, () => payBySignature(world, on, payment.id, quote));
      return left;
    case "operation":
      await orElseDirectly(on, terms, () => payByOperation(on, quote));
      return left;
    case "twice": {
      const other = await newQuote(world, payment.id, on).catch((error: unknown) => {
        // Paid already, by somebody quicker than us: there is no second quote then.
        if (error instanceof RefusedError && error.status === 409) return undefined;
        throw error;
      });
      await Promise.all([quote, ...(other ? [other] : [])].map((each) => on.payers.pay(each.terms)));
      return { ...left, quotes: other ? [quote, other] : [quote] };
    }
    case "again":
      await Promise.all([on.payers.pay(terms), on.payers.pay(terms)]);
      return left;
    case "late":
      await shop.call("DELETE", `/v1/payments/${payment.id}`);
      await on.payers.pay(terms);
      return left;
    case "unpaid":
      return left;
  }
}

function newPayment(random: Random, [least, most]: readonly [number, number]): Json {
  const whole = random.between(least, most);
  const sellers = sandboxAccounts.sellers.slice(0, random.between(0, sandboxAccounts.sellers.length));
  const share = Math.floor(whole / (sellers.length + 2));
  const money = (amount: number) => `${Math.floor(amount / 100)}.${`${amount % 100}`.padStart(2, "0")}`;
  return {
    amount: money(whole),
    currency: "USD",
    sellers: sellers.map(({ address }) => ({ address, amount: money(share) })),
  };
}

/** What comes back from a deposit goes to somebody who is nobody else: so each account's balance is its own story. */
async function newQuote({ shop }: World, paymentId: string, { chain, token }: WorldChain) {
  const refundTo = privateKeyToAccount(generatePrivateKey()).address;
  const choice = { chainId: chain.id, token: token.symbol, refundTo };
  const quote = await shop.call("POST", `/v1/checkout/${paymentId}/quotes`, choice);
  const terms = termsFromJson(quote.terms);
  return { ...quote, terms } as Json & Attempt["quotes"][number];
}

/** As a customer does: waits for a while, and pays otherwise where nothing comes of it. The router settles an id once, whoever is first. */
async function orElseDirectly(on: WorldChain, terms: PaymentTerms, pay: () => Promise<unknown>): Promise<void> {
  // What becomes of it shows on chain alone: an answer may be lost, and a refusal be a mistake.
  void pay().catch(() => {});
  const args = [paymentIdOf(terms)] as const;
  for (const end = Date.now() + customerPatience; Date.now() < end; await sleep(300)) {
    const read = { address: on.node.router, abi: paymentRouterAbi, functionName: "isSettled", args } as const;
    if (await on.node.local.readContract(read)) return;
  }
  await on.payers.pay(terms);
}

async function payBySignature(world: World, on: WorldChain, paymentId: string, quote: Json): Promise<void> {
  const account = privateKeyToAccount(generatePrivateKey());
  const { terms, router } = quote;
  await fund(on, account.address, terms);
  const typedData = authorizationTypedData(terms, account.address, router, on.token.domain as TokenDomain);
  await world.shop.call(
    "POST",
    `/v1/checkout/${paymentId}/authorizations`,
    {
      type: "eip3009",
      quoteId: quote.id,
      payer: account.address,
      signature: await account.signTypedData(typedData),
      validAfter: "0",
      validBefore: terms.deadline.toString(),
    },
    { patience: customerPatience },
  );
}

async function payByOperation(on: WorldChain, quote: Json): Promise<void> {
  const { rpcUrl, checkoutToken, terms, router } = quote;
  const owner = privateKeyToAccount(generatePrivateKey());
  const payer = await createPayer({ chainId: on.chain.id, rpcUrl, checkoutToken, owner });
  await fund(on, payer.account.address, terms);
  await payer.pay(terms, router, on.token);
}

async function fund(on: WorldChain, account: Address, terms: PaymentTerms): Promise<void> {
  const { hash } = await on.payers.transfer(account, totalOf(terms.shares));
  await on.node.local.waitForTransactionReceipt({ hash, pollingInterval: 250, timeout: customerPatience });
}

async function payAsStranger({ random }: World, on: WorldChain): Promise<Attempt> {
  const recipient = privateKeyToAccount(generatePrivateKey()).address;
  const terms: PaymentTerms = {
    uuid: `0x${"00".repeat(16)}${generatePrivateKey().slice(2, 34)}`,
    chainId: BigInt(on.chain.id),
    token: on.token.address,
    deadline: (await on.node.local.getBlock()).timestamp + 3_600n,
    refundTo: recipient,
    shares: [{ recipient, amount: BigInt(random.between(1, 1_000_000)) }],
  };
  await on.payers.pay(terms);
  return {
    way: "stranger",
    on,
    paymentId: null,
    quotes: [{ onchainId: paymentIdOf(terms), terms, depositAddress: null }],
  };
}
