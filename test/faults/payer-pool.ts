import { setTimeout as sleep } from "node:timers/promises";
import {
  type Address,
  encodeFunctionData,
  erc20Abi,
  type Hex,
  maxUint256,
  parseAbi,
  parseEther,
  parseGwei,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { type PaymentTerms, paymentRouterAbi, type Token } from "../../src/protocol/index.ts";
import { sandboxAccounts } from "../../src/sandbox/accounts.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import type { Random } from "./random.ts";

/** A transaction as it was sent. */
export type Sent = { readonly hash: Hex; readonly serialized: Hex; readonly from: Address; readonly nonce: number };

/** Accounts with coin, tokens and an allowance for the router, which send at once what they are told: many transactions under way, none waited for. */
export type PayerPool = {
  /** Calls `pay` at the router from one of the accounts. */
  pay(terms: PaymentTerms): Promise<Sent>;
  /** Sends tokens to an address. Base units. */
  transfer(to: Address, amount: bigint): Promise<Sent>;
  /** The transaction of that hash, where it is one of the pool's. */
  find(hash: Hex): Sent | undefined;
  /** Transactions that are in no block yet. */
  underWay(): Promise<Sent[]>;
  /** Signs another transaction, which pays nobody, in the place of one: of the same nonce, for a higher fee. */
  signReplacement(sent: Sent): Promise<Hex>;
  /** Waits until every transaction is in a block. */
  settle(signal: AbortSignal): Promise<void>;
  /** Counts nonces from what the chain says: after it has lost transactions. */
  countAgain(): Promise<void>;
};

type Payer = { readonly account: PrivateKeyAccount; nonce: number };

const mintAbi = parseAbi(["function mint(address to, uint256 amount)"]);

/** Funds the accounts, and lets the router take what they have. */
export async function createPayerPool(
  { local, router }: SandboxChain,
  token: Token,
  random: Random,
  size = 6,
): Promise<PayerPool> {
  const newKey = () => `0x${Array.from({ length: 64 }, () => random.between(0, 15).toString(16)).join("")}` as Hex;
  const payers: Payer[] = Array.from({ length: size }, () => ({ account: privateKeyToAccount(newKey()), nonce: 0 }));
  const sent = new Map<Hex, Sent>();
  let turn = 0;

  const sign = (
    account: PrivateKeyAccount,
    nonce: number,
    call: { to: Address; data?: Hex; gas: bigint },
    fee: number,
  ) =>
    account.signTransaction({
      ...{ ...call, nonce, chainId: local.chain.id },
      ...{ maxFeePerGas: parseGwei(`${200 * fee}`), maxPriorityFeePerGas: parseGwei(`${fee}`) },
    });
  const sendFrom = async (payer: Payer, to: Address, data: Hex, gas: bigint): Promise<Sent> => {
    const nonce = payer.nonce++;
    const serialized = await sign(payer.account, nonce, { to, data, gas }, 1);
    const hash = await local.sendRawTransaction({ serializedTransaction: serialized });
    const made = { hash, serialized, from: payer.account.address, nonce };
    sent.set(hash, made);
    return made;
  };
  const send = (to: Address, data: Hex, gas: bigint) => {
    turn += 1;
    return sendFrom(payers[turn % payers.length] as Payer, to, data, gas);
  };
  const countOf = ({ account }: Payer) => local.getTransactionCount({ address: account.address });
  const settle = async (signal: AbortSignal) => {
    for (const payer of payers) while ((await countOf(payer)) < payer.nonce) await sleep(100, undefined, { signal });
  };

  let minterNonce = await local.getTransactionCount({ address: sandboxAccounts.deployer.address });
  for (const payer of payers) {
    const { address } = payer.account;
    await local.setBalance({ address, value: parseEther("10000") });
    const mint = encodeFunctionData({ abi: mintAbi, args: [address, 10n ** 15n] });
    await local.sendTransaction({ to: token.address, data: mint, nonce: minterNonce++, gas: 200_000n });
    const allow = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, maxUint256] });
    await sendFrom(payer, token.address, allow, 100_000n);
  }
  await settle(AbortSignal.timeout(30_000));

  return {
    pay: (terms) =>
      send(router, encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [terms] }), 400_000n),
    transfer: (to, amount) =>
      send(
        token.address,
        encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [to, amount] }),
        100_000n,
      ),
    find: (hash) => sent.get(hash),
    async underWay() {
      const counts = new Map(
        await Promise.all(payers.map(async (payer) => [payer.account.address, await countOf(payer)] as const)),
      );
      return [...sent.values()].filter(({ from, nonce }) => nonce >= (counts.get(from) ?? 0));
    },
    async signReplacement({ from, nonce }) {
      const { account } = payers.find((payer) => payer.account.address === from) as Payer;
      return sign(account, nonce, { to: from, gas: 21_000n }, 2);
    },
    settle,
    async countAgain() {
      for (const payer of payers) payer.nonce = await countOf(payer);
    },
  };
}
