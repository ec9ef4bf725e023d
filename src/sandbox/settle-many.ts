import { type Address, encodeFunctionData, erc20Abi, type Hex, maxUint256, parseAbi, zeroAddress } from "viem";
import { canonicalContracts, type Payment, paymentRouterAbi, type Token, uuidToBytes32 } from "../protocol/index.ts";
import { sandboxAccounts } from "./accounts.ts";
import { type LocalChain, transact } from "./local-chain.ts";
import { mintToken } from "./stablecoins.ts";

const multicallAbi = parseAbi([
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes data)[])",
]);

/** Pays at the router, many payments in one transaction: Multicall3 is the payer, as it is whoever's turn it is. */
export type ManyPayments = {
  /** Settles so many payments, of one token unit each, to the sandbox's merchant, and resolves once they are mined. */
  settle(count: number): Promise<void>;
  /** Sends one transaction that pays all of these, and does not wait for its block. */
  send(payments: readonly Payment[]): Promise<void>;
};

/** Gives Multicall3 the means to pay. `uuids` are taken one for each payment. */
export async function preparePayments(
  local: LocalChain,
  router: Address,
  token: Token,
  uuids: () => string,
): Promise<ManyPayments> {
  const { address: multicall } = canonicalContracts.multicall3;
  const unit = 10n ** BigInt(token.decimals);
  await mintToken(local, token, multicall, 1_000_000n * unit);
  const inOne = (calls: readonly { target: Address; callData: Hex }[]) =>
    encodeFunctionData({
      abi: multicallAbi,
      functionName: "aggregate3",
      args: [calls.map((each) => ({ ...each, allowFailure: false }))],
    });
  const paying = (payments: readonly Payment[]) =>
    inOne(
      payments.map((payment) => ({
        target: router,
        callData: encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [payment] }),
      })),
    );
  const allow = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, maxUint256] });
  await transact(local, multicall, inOne([{ target: token.address, callData: allow }]));
  return {
    async settle(count) {
      const { timestamp } = await local.getBlock();
      const payments = Array.from({ length: count }, () => ({
        uuid: uuidToBytes32(uuids()),
        chainId: BigInt(local.chain.id),
        token: token.address,
        deadline: timestamp + 86_400n,
        refundTo: zeroAddress,
        shares: [{ recipient: sandboxAccounts.merchant.address, amount: unit }],
      }));
      await transact(local, multicall, paying(payments));
    },
    async send(payments) {
      // Estimating would try it on the chain as it is; it has room enough.
      await local.sendTransaction({ to: multicall, data: paying(payments), gas: 20_000_000n });
    },
  };
}
