import { toSimpleSmartAccount } from "permissionless/accounts";
import { createPublicClient, defineChain, type Hex, http, type LocalAccount } from "viem";
import {
  createBundlerClient,
  createPaymasterClient,
  entryPoint08Address,
  type SmartAccount,
} from "viem/account-abstraction";
import type { Payment, Token } from "../protocol/index.ts";
import { paymentIdOf } from "../protocol/index.ts";
import { paymentCalls } from "./payment-calls.ts";
import { findSettlement } from "./settlement.ts";

export type PayerOptions = {
  readonly chainId: number;
  /** The RPC pass-through of the API, which reads, sponsors and sends. */
  readonly rpcUrl: string;
  /** Opens it for one quote. */
  readonly checkoutToken: string;
  /** Who owns the smart account. */
  readonly owner: LocalAccount;
  /** True where the owner's own address becomes the smart account (EIP-7702), instead of a SimpleAccount of its own. */
  readonly delegate?: boolean;
};

export type PaidByOperation = {
  readonly userOperationHash: Hex;
  readonly transactionHash: Hex;
  readonly gasUsed: bigint;
};

/** The operation was included and did not settle the payment: no money moved. */
export class PaymentNotSettledError extends Error {
  override readonly name = "PaymentNotSettledError";
}

/** A payer with a smart account who pays no gas. */
export type Payer = {
  /** Who the tokens are taken from: it has to hold the total. */
  readonly account: SmartAccount;
  /** Allows and pays in one sponsored operation. Judged by our own event, never by the transaction's status. */
  pay(payment: Payment, router: Hex, token: Token): Promise<PaidByOperation>;
};

/** Milliseconds to wait for an operation's receipt. */
const receiptTimeout = 120_000;

export async function createPayer({ chainId, rpcUrl, checkoutToken, owner, delegate }: PayerOptions): Promise<Payer> {
  const transport = http(rpcUrl, {
    fetchOptions: { headers: { authorization: `Bearer ${checkoutToken}` } },
    retryCount: 0,
  });
  const chain = defineChain({
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: "coin", symbol: "COIN", decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });
  const client = createPublicClient({ chain, transport });
  const entryPoint = { address: entryPoint08Address, version: "0.8" } as const;
  const account = delegate
    ? await toSimpleSmartAccount({ client, owner, entryPoint, eip7702: true })
    : await toSimpleSmartAccount({ client, owner, entryPoint });
  const bundler = createBundlerClient({
    account,
    client,
    chain,
    transport,
    paymaster: createPaymasterClient({ transport }),
    pollingInterval: 250,
    userOperation: { estimateFeesPerGas: () => readFees(transport) },
  });

  async function readFees(over: typeof transport) {
    const { request } = over({ chain });
    const prices = (await request({ method: "pimlico_getUserOperationGasPrice", params: [] })) as GasPrices;
    return {
      maxFeePerGas: BigInt(prices.standard.maxFeePerGas),
      maxPriorityFeePerGas: BigInt(prices.standard.maxPriorityFeePerGas),
    };
  }

  return {
    account,
    async pay(payment, router, token) {
      const calls = paymentCalls(payment, router, token);
      const userOperationHash = await bundler.sendUserOperation({ account, calls });
      const included = await bundler.waitForUserOperationReceipt({ hash: userOperationHash, timeout: receiptTimeout });
      const settlement = findSettlement(included.logs, router, paymentIdOf(payment));
      const { transactionHash } = included.receipt;
      if (!included.success || !settlement) {
        throw new PaymentNotSettledError(
          `Transaction ${transactionHash} included the operation, but it did not settle the payment.`,
        );
      }
      return { userOperationHash, transactionHash, gasUsed: included.actualGasUsed };
    },
  };
}

type GasPrices = { readonly standard: { readonly maxFeePerGas: Hex; readonly maxPriorityFeePerGas: Hex } };
