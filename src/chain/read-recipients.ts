import { type Address, erc20Abi, getAbiItem } from "viem";
import type { Token } from "../protocol/index.ts";
import type { ChainClient } from "./chain-client.ts";

const transfer = getAbiItem({ abi: erc20Abi, name: "Transfer" });

/** Addresses in one request: nodes refuse a topic with more than a thousand values. */
const addressesAtOnce = 500;

/** Block numbers, both included. */
export type BlockSpan = { readonly fromBlock: bigint; readonly toBlock: bigint };

/** To which of the addresses one of the tokens was sent, as a single endpoint says: a hint where to look, and no proof that anything came or did not. */
export async function readRecipients(
  client: ChainClient,
  tokens: readonly Token[],
  addresses: readonly Address[],
  span: BlockSpan,
): Promise<Address[]> {
  const chunks = Array.from({ length: Math.ceil(addresses.length / addressesAtOnce) }, (_, index) =>
    addresses.slice(index * addressesAtOnce, (index + 1) * addressesAtOnce),
  );
  const answers = await Promise.all(
    chunks.map((chunk) =>
      client.getLogs({
        ...span,
        address: tokens.map(({ address }) => address),
        event: transfer,
        args: { to: chunk },
        strict: true,
      }),
    ),
  );
  const named = new Set(answers.flat().map(({ args }) => args.to));
  // No more than was asked for, whatever is answered.
  return addresses.filter((address) => named.has(address));
}
