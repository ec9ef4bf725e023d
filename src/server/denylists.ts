import type { Logger } from "pino";
import { findDenied } from "../chain/index.ts";
import { tokenBySymbol } from "../protocol/index.ts";
import type { QuotesContext } from "../quotes/index.ts";
import { type Clock, createSharedAnswers } from "../runtime/index.ts";
import type { ServedChain } from "./chains.ts";

/** Answers that are kept, and for how long; and how long a payer waits for one. Milliseconds. */
const kept = { capacity: 10_000, life: 60_000 };
const patience = 2_000;

/**
 * Looks addresses up in the tokens' denylists. A look-up that fails denies nobody: a node that is down must not end payments, and what a token refuses reverts in
 * the simulation before anything is sent.
 */
export function createDenylists(
  chains: readonly ServedChain[],
  clock: Clock,
  log: Pick<Logger, "warn">,
): QuotesContext["findDenied"] {
  const shared = createSharedAnswers<boolean>({ clock, ...kept });
  return async (chainId, symbol, accounts) => {
    const served = chains.find(({ chain }) => chain.id === chainId);
    const token = served && tokenBySymbol(served.chain, symbol);
    if (!token) return [];
    const lookUp = async (account: (typeof accounts)[number]) => {
      const key = `${chainId} ${token.address} ${account.toLowerCase()}`;
      return shared.get(key, async () => (await findDenied(served.payerClient, token, [account])).length > 0);
    };
    const isDenied = await Promise.all(
      accounts.map((account) =>
        withinPatience(lookUp(account)).catch((error: unknown) => {
          log.warn({ err: error, chainId, token: symbol }, "a denylist could not be read: nobody is denied by it now");
          return false;
        }),
      ),
    );
    return accounts.filter((_, index) => isDenied[index]);
  };
}

async function withinPatience<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error("The node did not answer in time.")), patience);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}
