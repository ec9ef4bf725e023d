import { parseEther } from "viem";
import type { FeeRecipientState, ProviderHealth } from "../../../src/chain/index.ts";
import type { GasBalance, Lane } from "../../../src/relayer/index.ts";
import type { DashboardServer } from "./dashboard.ts";

/** What pays for gas: little is left on one network. */
export const gasSamples: ReadonlyMap<number, readonly GasBalance[]> = new Map([
  [8453, [balanceOf("sponsor", "0.0214", 38n, true), balanceOf("key", "0.41", 5_100n, false)]],
  [1, [balanceOf("sponsor", "1.2", 940n, false)]],
]);

function balanceOf(holder: GasBalance["holder"], ether: string, paymentsLeft: bigint, low: boolean): GasBalance {
  const address =
    holder === "sponsor" ? "0x5555555555555555555555555555555555555555" : "0x6666666666666666666666666666666666666666";
  return { holder, address, amount: parseEther(ether), paymentsLeft, low };
}

/** As if every chain but one were read up to now, however long a test takes. */
export async function readNetworks({ database, context }: DashboardServer): Promise<void> {
  const ahead = new Date(Date.now() + 24 * 3_600_000);
  for (const { id } of context.chains.slice(0, -1)) {
    const cursor = {
      chainId: id,
      blockNumber: 1_000_000n,
      blockHash: "0x" as const,
      blockTime: ahead,
      readTwiceTo: 1_000_000n,
    };
    await database.deleteFrom("chainCursors").where("chainId", "=", id).execute();
    await database.insertInto("chainCursors").values(cursor).execute();
  }
}

/** Endpoints of one network: one is behind. */
export function providerSamples(): ReadonlyMap<number, readonly ProviderHealth[]> {
  const head = { blockNumber: 1_000_000n, blockHash: "0x" as const, blockTime: new Date() };
  return new Map([
    [
      8453,
      [
        { name: "base.nodes.example", state: "healthy", chainId: 8453, head },
        { name: "rpc.other.example", state: "behind", chainId: 8453, head: { ...head, blockNumber: 999_000n } },
      ],
    ],
  ]);
}

/** Both lanes of one network: the bundler does not answer. */
export const laneSamples: ReadonlyMap<number, readonly Pick<Lane, "name" | "isAvailable">[]> = new Map([
  [
    8453,
    [
      { name: "bundler", isAvailable: () => false },
      { name: "transactions", isAvailable: () => true },
    ],
  ],
]);

/** What two tokens say of the fee recipient: one denies it. */
export const feeRecipientSamples: ReadonlyMap<number, readonly FeeRecipientState[]> = new Map([
  [8453, [recipientOf("USDC", true), recipientOf("USDT", null)]],
]);

function recipientOf(token: FeeRecipientState["token"], denied: boolean | null): FeeRecipientState {
  const router = "0x7777777777777777777777777777777777777777";
  return { router, recipient: "0x8888888888888888888888888888888888888888", token, denied };
}
