import { type Address, getAddress, type Hex, zeroAddress } from "viem";
import type { Token } from "./chains/index.ts";
import type { PaymentTerms } from "./payment.ts";
import { uuidToBytes32 } from "./payment-uuid.ts";
import { allocate } from "./split.ts";
import { unixSeconds } from "./unix-seconds.ts";

type TermsInput = {
  readonly payment: {
    readonly id: string;
    readonly merchantAddress: Address;
    /** By chain id, where the merchant is paid to another address there. */
    readonly chainAddresses?: Readonly<Record<string, Address>>;
    readonly merchantAmount: bigint;
    readonly sellers: readonly { readonly address: Address; readonly amount: string }[];
  };
  readonly chainId: number;
  readonly token: Pick<Token, "address">;
  /** Token base units: what the payer pays. */
  readonly amount: bigint;
  readonly deadline: Date;
  /** Who gets back what a deposit address holds beyond the payment. The merchant when left out. */
  readonly refundTo?: Address | undefined;
};

/** The on-chain terms of a quote: the total divided over merchant and sellers in proportion to what was asked. */
export function termsOf({ payment, chainId, token, amount, deadline, refundTo }: TermsInput): PaymentTerms {
  const merchant = payment.chainAddresses?.[chainId] ?? payment.merchantAddress;
  const recipients: Address[] = [merchant, ...payment.sellers.map((seller) => seller.address)];
  const weights = [payment.merchantAmount, ...payment.sellers.map((seller) => BigInt(seller.amount))];
  const amounts = allocate(amount, weights);
  return {
    uuid: uuidToBytes32(payment.id),
    chainId: BigInt(chainId),
    token: token.address,
    deadline: unixSeconds(deadline),
    refundTo: refundTo ?? zeroAddress,
    shares: recipients.map((recipient, index) => ({ recipient: getAddress(recipient), amount: amounts[index] ?? 0n })),
  };
}

export function termsToJson(terms: PaymentTerms): StoredTerms {
  return {
    uuid: terms.uuid,
    chainId: terms.chainId.toString(),
    token: terms.token,
    deadline: terms.deadline.toString(),
    refundTo: terms.refundTo,
    shares: terms.shares.map(({ recipient, amount }) => ({ recipient, amount: amount.toString() })),
  };
}

export function termsFromJson(stored: StoredTerms): PaymentTerms {
  return {
    ...stored,
    chainId: BigInt(stored.chainId),
    deadline: BigInt(stored.deadline),
    shares: stored.shares.map(({ recipient, amount }) => ({ recipient, amount: BigInt(amount) })),
  };
}

/** A `Payment` of the protocol as JSON: every bigint a decimal string. */
export type StoredTerms = {
  uuid: Hex;
  chainId: string;
  token: Address;
  deadline: string;
  refundTo: Address;
  shares: { recipient: Address; amount: string }[];
};
