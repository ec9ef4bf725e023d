import type { Logger } from "pino";
import { describeError, readRecipients } from "../chain/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import type { DepositsContext } from "./context.ts";
import { hotAddresses, makeDue } from "./deposit-watches.ts";

/** Addresses that are asked about, in turns by merchant and payment: of more, the balances alone are read. */
const mostAddresses = 5_000;

/** Blocks in one request. What came before them is found by its balance. */
const mostBlocks = 100n;

/** Reads the token transfers of one chain as hints. */
export type TransferHints = {
  /** Makes the addresses due that something was sent to since the last time. Answers how many. Never throws for what a provider does. */
  read(): Promise<number>;
};

/**
 * Finds by the tokens' logs which deposit addresses to scan before their time. Logs are hints, balances decide: so each block is asked about once,
 * by one endpoint, from the head on at which the process began, and what is left out, refused or made up costs a scan or some seconds. Nothing is asked
 * while no quote is open or has just been.
 */
export function createTransferHints(
  context: DepositsContext,
  { chain, client }: Pick<ChainServices, "chain" | "client">,
  log: Pick<Logger, "warn">,
): TransferHints {
  /** The first block that has not been asked about; undefined: the head. */
  let next: bigint | undefined;
  /** Why the last time failed; null when it did not. */
  let trouble: string | null = null;

  const recipients = async () => {
    const addresses = await hotAddresses(context, chain, mostAddresses);
    if (addresses.length === 0) {
      next = undefined;
      return [];
    }
    try {
      const head = await client.getBlockNumber();
      const oldest = head - mostBlocks + 1n;
      const fromBlock = next === undefined ? head : next < oldest ? oldest : next;
      next = head + 1n;
      const named =
        fromBlock > head ? [] : await readRecipients(client, chain.tokens, addresses, { fromBlock, toBlock: head });
      trouble = null;
      return named;
    } catch (error) {
      const reason = describeError(error);
      if (trouble !== reason) {
        log.warn({ chainId: chain.id, reason }, "token transfers could not be read: deposits are found by balance");
      }
      trouble = reason;
      return [];
    }
  };

  return {
    async read() {
      const named = await recipients();
      return named.length === 0 ? 0 : makeDue(context, chain, named);
    },
  };
}
