import { type Address, erc20Abi, getAbiItem } from "viem";
import type { Token } from "../../protocol/index.ts";
import type { ChainClient } from "../providers/chain-client.ts";

const transfer = getAbiItem({ abi: erc20Abi, name: "Transfer" });

/** Nodes refuse a topic with more than a thousand values. */
const addressesPerRequest = 500;

/** Block numbers, both included. */
export type BlockSpan = { readonly fromBlock: bigint; readonly toBlock: bigint };

/** Addresses that received one of the tokens, according to a single endpoint: a hint which balances to read, never proof. */
export async function readRecipients(
  client: ChainClient,
  tokens: readonly Token[],
  addresses: readonly Address[],
  span: BlockSpan,
): Promise<Address[]> {
  const chunks = Array.from({ length: Math.ceil(addresses.length / addressesPerRequest) }, (_, index) =>
    addresses.slice(index * addressesPerRequest, (index + 1) * addressesPerRequest),
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
  const recipients = new Set(answers.flat().map(({ args }) => args.to));
  // Whatever the endpoint answers, only requested addresses are returned.
  return addresses.filter((address) => recipients.has(address));
}
