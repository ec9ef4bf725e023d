import { SimpleSmartAccount } from "permissionless/accounts/simple";
import { createPublicClient, defineChain, type Hex, http, type LocalAccount } from "viem";
import { createBundlerClient, createPaymasterClient, type SmartAccount } from "viem/account-abstraction";
import {
  canonicalContracts,
  findSettlement,
  type PaymentTerms,
  paymentCalls,
  paymentIdOf,
  type Token,
} from "../../src/protocol/index.ts";

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
  /** Allows and pays in one sponsored operation. Answers its hash once the bundler has it, which is not yet paid. */
  send(payment: PaymentTerms, router: Hex, token: Token): Promise<Hex>;
  /** Sends, and waits until it is paid. Judged by our own event, never by the transaction's status. */
  pay(payment: PaymentTerms, router: Hex, token: Token): Promise<PaidByOperation>;
};

/** Milliseconds to wait for an operation's receipt. */
const receiptTimeout = 120_000;

/** Reads, sponsorship and sending all go through the pass-through, to whatever ERC-7769 bundler and ERC-7677 paymaster stand behind it. */
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
  const entryPoint = { address: canonicalContracts.entryPoint.address, version: "0.8" } as const;
  const account = delegate
    ? await SimpleSmartAccount.toSimpleSmartAccount({ client, owner, entryPoint, eip7702: true })
    : await SimpleSmartAccount.toSimpleSmartAccount({ client, owner, entryPoint });
  const bundler = createBundlerClient({
    account,
    client,
    chain,
    transport,
    paymaster: createPaymasterClient({ transport }),
    // Well within the API's limit of requests per minute.
    pollingInterval: 1_000,
  });

  /** The first operation of a plain account brings the signature that gives it code (EIP-7702); later ones find it there. */
  async function authorize() {
    if ((await client.getCode({ address: owner.address })) !== undefined) return undefined;
    if (!owner.signAuthorization) throw new TypeError("This owner cannot sign EIP-7702 authorizations.");
    const nonce = await client.getTransactionCount({ address: owner.address });
    return owner.signAuthorization({ address: canonicalContracts.simple7702Account.address, chainId, nonce });
  }

  const send = async (payment: PaymentTerms, router: Hex, token: Token): Promise<Hex> => {
    const calls = paymentCalls(payment, router, token);
    const authorization = delegate ? await authorize() : undefined;
    return bundler.sendUserOperation({ account, calls, ...(authorization && { authorization }) });
  };

  return {
    account,
    send,
    async pay(payment, router, token) {
      const userOperationHash = await send(payment, router, token);
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
