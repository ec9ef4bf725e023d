import type { Logger } from "pino";
import type { Address } from "viem";
import { type Chain, paymentRouterAbi, type TokenSymbol } from "../protocol/index.ts";
import { denylistAbi, denylists } from "./denylist.ts";
import { routersOf, type WatchedContracts } from "./logs/read-logs.ts";
import { readMany, tryMany } from "./multicall.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** What a token says of the account that gets a router's fees. */
export type FeeRecipientState = {
  readonly router: Address;
  readonly recipient: Address;
  readonly token: TokenSymbol;
  /** On the token's denylist: every payment in it at this router reverts. Null: the token has no denylist that we know. */
  readonly denied: boolean | null;
};

/** The fee recipients of one chain, polled so that nobody waits for them. */
export type FeeRecipientWatch = {
  /** As read last; empty before that. */
  current(): readonly FeeRecipientState[];
  read(): Promise<void>;
};

export type FeeRecipientWatchOptions = {
  readonly chain: Chain;
  readonly client: ChainClient;
  readonly contracts: WatchedContracts;
  readonly log: Pick<Logger, "error" | "info">;
};

/** Reads the denylists, and logs when a fee recipient gets on one and when it is off again. */
export function watchFeeRecipients({ chain, client, contracts, log }: FeeRecipientWatchOptions): FeeRecipientWatch {
  let states: readonly FeeRecipientState[] = [];
  const keyOf = ({ router, token }: FeeRecipientState) => `${router} ${token}`;

  const readAll = async (): Promise<FeeRecipientState[]> => {
    const routers = routersOf(contracts);
    const recipients = await readMany<Address>(
      client,
      paymentRouterAbi,
      "FEE_RECIPIENT",
      routers.map((address) => ({ address, args: [] })),
    );
    const pairs = routers.flatMap((router, index) => {
      const recipient = recipients[index];
      return recipient
        ? chain.tokens.map(({ symbol, address }) => ({ router, recipient, token: symbol, address }))
        : [];
    });
    const reads = pairs.map(({ address, recipient }) => ({ address, args: [recipient] }));
    const answers = await Promise.all(denylists.map((name) => tryMany<boolean>(client, denylistAbi, name, reads)));
    return pairs.map(({ router, recipient, token }, index) => {
      const known = answers.map((each) => each[index] ?? null).filter((answer) => answer !== null);
      return { router, recipient, token, denied: known.length === 0 ? null : known.includes(true) };
    });
  };
  return {
    current: () => states,
    async read() {
      const before = new Set(states.filter(({ denied }) => denied).map(keyOf));
      states = await readAll();
      for (const state of states) {
        const { router, recipient, token, denied } = state;
        if ((denied === true) === before.has(keyOf(state))) continue;
        const details = { chainId: chain.id, router, recipient, token };
        if (denied) log.error(details, `${token} on ${chain.name} denies the fee recipient: no payment in it settles`);
        else log.info(details, `${token} on ${chain.name} does not deny the fee recipient any more`);
      }
    },
  };
}
