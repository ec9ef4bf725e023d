import type { Logger } from "pino";
import { type Address, formatEther, parseAbi } from "viem";
import {
  type ChainClient,
  type GasMarket,
  sponsorsOf,
  transactionCost,
  type WatchedContracts,
} from "../chain/index.ts";
import { type Chain, entryPoints } from "../protocol/index.ts";
import type { Lane } from "./lanes/lane.ts";

/** A sponsor's deposit at its EntryPoint, or the native tokens of a key that sends transactions. */
export const gasHolders = ["sponsor", "key"] as const;

/** A balance that pays for gas on one chain. */
export type GasBalance = {
  readonly holder: (typeof gasHolders)[number];
  readonly address: Address;
  /** Wei. */
  readonly amount: bigint;
  /** Payments that it covers at the present price of gas. */
  readonly paymentsLeft: bigint;
  /** Fewer than the operator wants. */
  readonly low: boolean;
};

/** The balances of one chain, polled so that nobody waits for them. */
export type BalanceWatch = {
  /** As read last; empty before that. */
  current(): readonly GasBalance[];
  read(): Promise<void>;
};

export type BalanceWatchOptions = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly gasMarket: GasMarket;
  readonly contracts: Pick<WatchedContracts, "gasSponsor" | "earlierSponsors">;
  readonly lanes: readonly Lane[];
  /** A balance that covers fewer payments is low. */
  readonly fewestPayments: bigint;
  readonly log: Pick<Logger, "warn" | "info">;
};

/** What a payment to two sellers was measured to take, rounded up: by a user operation of a smart account, and as one transaction. */
const gasOf = { sponsor: 450_000n, key: 180_000n } as const;
const bytesOfPayment = 1_000;

const depositAbi = parseAbi(["function balanceOf(address account) view returns (uint256)"]);

/** Reads the balances that pay for gas, and logs when one gets low and when it is filled up again. */
export function watchBalances(options: BalanceWatchOptions): BalanceWatch {
  const { chain, client, gasMarket, contracts, lanes, fewestPayments, log } = options;
  const keys = lanes.find(({ name }) => name === "transactions")?.sequences.map(({ address }) => address) ?? [];
  let balances: readonly GasBalance[] = [];

  const readAll = async (): Promise<GasBalance[]> => {
    const prices = await gasMarket.read();
    const judge = (holder: GasBalance["holder"], address: Address, amount: bigint): GasBalance => {
      const cost = transactionCost(prices, { gas: gasOf[holder], bytes: bytesOfPayment, estimated: false });
      const paymentsLeft = amount / (cost > 0n ? cost : 1n);
      return { holder, address, amount, paymentsLeft, low: paymentsLeft < fewestPayments };
    };
    const reading = sponsorsOf(contracts).map(async ({ version, sponsor }) => {
      const at = { address: entryPoints[version], abi: depositAbi } as const;
      return judge(
        "sponsor",
        sponsor,
        await client.readContract({ ...at, functionName: "balanceOf", args: [sponsor] }),
      );
    });
    const coins = keys.map(async (address) => judge("key", address, await client.getBalance({ address })));
    return Promise.all([...reading, ...coins]);
  };
  return {
    current: () => balances,
    async read() {
      const before = new Set(balances.filter(({ low }) => low).map(({ address }) => address));
      balances = await readAll();
      for (const { holder, address, amount, paymentsLeft, low } of balances) {
        if (low === before.has(address)) continue;
        const details = {
          chainId: chain.id,
          holder,
          address,
          coin: formatEther(amount),
          paymentsLeft: `${paymentsLeft}`,
        };
        if (low) log.warn(details, `too little ${chain.nativeCurrency} for gas on ${chain.name}: fill it up`);
        else log.info(details, `enough ${chain.nativeCurrency} for gas on ${chain.name} again`);
      }
    },
  };
}
