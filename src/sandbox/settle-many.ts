import { type Address, encodeFunctionData, erc20Abi, type Hex, maxUint256, parseAbi, zeroAddress } from "viem";
import {
  canonicalContracts,
  type PaymentTerms,
  paymentRouterAbi,
  type Token,
  uuidToBytes32,
} from "../protocol/index.ts";
import { sandboxAccounts } from "./accounts.ts";
import { type LocalChain, transact } from "./local-chain.ts";
import { mintToken } from "./stablecoins.ts";

const multicallAbi = parseAbi([
  "function aggregate3((address target, bool allowFailure, bytes callData)[] calls) payable returns ((bool success, bytes data)[])",
]);

/** Pays many payments in one transaction; Multicall3 is the payer. */
export type ManyPayments = {
  /** Settles `count` payments of one token unit each to the sandbox's merchant, and resolves once they are mined. */
  settle(count: number): Promise<void>;
  /** Sends one transaction that pays all of them, without waiting for its block. */
  send(payments: readonly PaymentTerms[]): Promise<void>;
};

/** Mints to Multicall3 and approves the router. `uuids` returns one for each payment. */
export async function preparePayments(
  local: LocalChain,
  router: Address,
  token: Token,
  uuids: () => string,
): Promise<ManyPayments> {
  const { address: multicall } = canonicalContracts.multicall3;
  const unit = 10n ** BigInt(token.decimals);
  await mintToken(local, token, multicall, 1_000_000n * unit);
  const aggregate = (calls: readonly { target: Address; callData: Hex }[]) =>
    encodeFunctionData({
      abi: multicallAbi,
      functionName: "aggregate3",
      args: [calls.map((each) => ({ ...each, allowFailure: false }))],
    });
  const payAll = (payments: readonly PaymentTerms[]) =>
    aggregate(
      payments.map((payment) => ({
        target: router,
        callData: encodeFunctionData({ abi: paymentRouterAbi, functionName: "pay", args: [payment] }),
      })),
    );
  const approve = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [router, maxUint256] });
  await transact(local, multicall, aggregate([{ target: token.address, callData: approve }]));
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
      await transact(local, multicall, payAll(payments));
    },
    async send(payments) {
      // Not estimated: that would simulate it on the present state.
      await local.sendTransaction({ to: multicall, data: payAll(payments), gas: 20_000_000n });
    },
  };
}
