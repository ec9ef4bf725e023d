import { setTimeout as sleep } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { BaseError, encodeFunctionData, erc20Abi, type Hex, TransactionNotFoundError } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createPayer } from "../../../clients/typescript/payer.ts";
import { ApiError, type SandboxTools } from "../../api/index.ts";
import { type Token, type TokenSymbol, tokenBySymbol, totalOf } from "../../protocol/index.ts";
import { sandboxAccounts } from "../accounts.ts";
import type { LocalChain } from "../local-chain.ts";
import type { Sandbox, SandboxChain } from "../sandbox.ts";
import { mintToken } from "../stablecoins.ts";
import type { MovableClock } from "./clock.ts";

/** How long a customer's wallet tries, and waits in between. Milliseconds. */
const patience = 60_000;
const pause = 2_000;

/** The tools of a server over these chains, whose time is that clock's. */
export function createSandboxTools({ chains }: Pick<Sandbox, "chains">, clock: MovableClock): SandboxTools {
  /** Of each chain: the deployer's transactions are numbered, and a reorganization comes between none of them. */
  const locks = new Map([...chains.keys()].map((id) => [id, new Mutex()]));
  const moving = new Mutex();
  const customer = sandboxAccounts.payers[2].address;

  const onChain = <Result>(chainId: number, work: (chain: SandboxChain) => Promise<Result>): Promise<Result> => {
    const [chain, lock] = [chains.get(chainId), locks.get(chainId)];
    if (!chain || !lock) throw new ApiError("SIMULATION_REFUSED", `The sandbox runs no chain ${chainId}.`);
    return lock.runExclusive(() => work(chain));
  };

  return {
    customer,
    async pay({ chainId, token, terms, router, rpcUrl, checkoutToken }) {
      const owner = privateKeyToAccount(generatePrivateKey());
      const payer = await createPayer({ chainId, rpcUrl, checkoutToken, owner });
      const known = tokenOn(chains.get(chainId), token);
      await onChain(chainId, ({ local }) => mintToken(local, known, payer.account.address, totalOf(terms.shares)));
      for (const end = performance.now() + patience; ; ) {
        try {
          return (await payer.pay(terms, router, known)).transactionHash;
        } catch (error) {
          // Right after its start, or after its time was moved, the server may know no price of gas yet: a payer would try again.
          if (performance.now() < end && error instanceof BaseError) await sleep(pause);
          else throw new ApiError("SIMULATION_REFUSED", `The customer's wallet could not pay: ${reasonOf(error)}`);
        }
      }
    },
    transfer: ({ chainId, token }, to, amount) =>
      onChain(chainId, async (chain) => {
        const { local } = chain;
        const { address } = tokenOn(chain, token);
        // Minted to the customer first: the transfer is one of an account, as a real one is.
        await mintToken(local, tokenOn(chain, token), customer, amount);
        const data = encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] });
        const account = privateKeyToAccount(sandboxAccounts.payers[2].privateKey);
        const hash = await local.sendTransaction({ account, to: address, data });
        await local.waitForTransactionReceipt({ hash });
        return hash;
      }),
    balanceOf: ({ chainId, token }, account) => {
      const chain = chains.get(chainId);
      const { address } = tokenOn(chain, token);
      if (!chain) throw new Error(`The sandbox runs no chain ${chainId}.`);
      return chain.local.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [account] });
    },
    reorganize: (chainId, blocks) =>
      onChain(chainId, async ({ local }) => {
        await local.request({ method: "anvil_reorg", params: [blocks, []] } as never);
      }),
    async depthOf(chainId, hash: Hex) {
      const chain = chains.get(chainId);
      if (!chain) return null;
      try {
        const { blockNumber } = await chain.local.getTransaction({ hash });
        return blockNumber === null ? null : Number((await chain.local.getBlockNumber()) - blockNumber) + 1;
      } catch (error) {
        if (error instanceof TransactionNotFoundError) return null;
        throw error;
      }
    },
    offset: clock.offset,
    advance: (milliseconds, meanwhile) =>
      moving.runExclusive(async () => {
        const to = Math.floor((clock.now().getTime() + milliseconds) / 1_000);
        await Promise.all([...chains.keys()].map((id) => onChain(id, ({ local }) => moveChain(local, to))));
        await meanwhile();
        clock.advance(milliseconds);
      }),
    worldClock: clock.world,
  };
}

/** What the wallet would show. */
function reasonOf(error: unknown): string {
  if (error instanceof BaseError) return error.details || error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}

function tokenOn(chain: SandboxChain | undefined, symbol: TokenSymbol): Token {
  const token = chain && tokenBySymbol(chain.chain, symbol);
  if (!token) throw new ApiError("SIMULATION_REFUSED", `The sandbox has no ${symbol} there.`);
  return token;
}

/** To a time in seconds, not by some: where another chain did not answer and all are moved again, none goes too far. */
async function moveChain(local: LocalChain, to: number): Promise<void> {
  await local.request({ method: "evm_setTime", params: [to] } as never);
  await local.mine({ blocks: 1 });
}
