import type { Address } from "viem";
import { canonicalContracts } from "./canonical-contracts.ts";
import type { TokenDomain } from "./chains/index.ts";
import { consentTypes, type PaymentTerms } from "./payment.ts";
import { paymentIdOf } from "./payment-id.ts";
import { totalOf } from "./split.ts";

/** What of a token's domain goes into what is signed. */
export type SigningDomain = Pick<TokenDomain, "name" | "version" | "salt">;

/** What a payer signs for `payWithAuthorization`: the token's EIP-3009 `ReceiveWithAuthorization`, with the payment's id as its nonce. */
export function authorizationTypedData(payment: PaymentTerms, payer: Address, router: Address, domain: SigningDomain) {
  return {
    domain: tokenDomainOf(payment, domain),
    types: {
      ReceiveWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "ReceiveWithAuthorization",
    message: {
      from: payer,
      to: router,
      value: totalOf(payment.shares),
      validAfter: 0n,
      validBefore: payment.deadline,
      nonce: paymentIdOf(payment),
    },
  } as const;
}

/** What a payer signs for `payWithPermit`: the token's EIP-2612 `Permit` of exactly the total. `nonce` is the token's `nonces(owner)`. */
export function permitTypedData(
  payment: PaymentTerms,
  owner: Address,
  router: Address,
  domain: SigningDomain,
  nonce: bigint,
) {
  const permit = { owner, spender: router, value: totalOf(payment.shares), nonce, deadline: payment.deadline };
  return allowanceTypedData(payment, permit, domain);
}

/** An EIP-2612 `Permit` of any amount. */
export type AllowancePermit = {
  readonly owner: Address;
  readonly spender: Address;
  readonly value: bigint;
  readonly nonce: bigint;
  readonly deadline: bigint;
};

/** What an owner signs to set an allowance of a token, by EIP-2612. */
export function allowanceTypedData(
  token: Pick<PaymentTerms, "token" | "chainId">,
  permit: AllowancePermit,
  domain: SigningDomain,
) {
  return {
    domain: tokenDomainOf(token, domain),
    types: {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Permit",
    message: permit,
  } as const;
}

/** The EIP-712 types of a Permit2 transfer with a payer's consent as its witness. */
export const permit2Types = {
  PermitWitnessTransferFrom: [
    { name: "permitted", type: "TokenPermissions" },
    { name: "spender", type: "address" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
    { name: "witness", type: "PaymentConsent" },
  ],
  TokenPermissions: [
    { name: "token", type: "address" },
    { name: "amount", type: "uint256" },
  ],
  ...consentTypes,
} as const;

/**
 * What a payer signs for `payWithPermit2`: a transfer of exactly the total, with its consent to the whole payment as the witness. Any unused
 * nonce will do.
 */
export function permit2TypedData(
  payment: PaymentTerms,
  payer: Address,
  router: Address,
  nonce: bigint,
  permit2: Address = canonicalContracts.permit2.address,
) {
  return {
    domain: { name: "Permit2", chainId: Number(payment.chainId), verifyingContract: permit2 },
    types: permit2Types,
    primaryType: "PermitWitnessTransferFrom",
    message: {
      permitted: { token: payment.token, amount: totalOf(payment.shares) },
      spender: router,
      nonce,
      deadline: payment.deadline,
      witness: { payer, payment },
    },
  } as const;
}

/** What a payer signs for `payWithSignature`: its consent to the payment, in the router's domain. */
export function consentTypedData(payment: PaymentTerms, payer: Address, router: Address) {
  return {
    domain: { name: "PaymentRouter", version: "1", chainId: Number(payment.chainId), verifyingContract: router },
    types: consentTypes,
    primaryType: "PaymentConsent",
    message: { payer, payment },
  } as const;
}

/** A token whose domain has a salt leaves out the chain id. */
function tokenDomainOf(
  { token, chainId }: Pick<PaymentTerms, "token" | "chainId">,
  { name, version, salt }: SigningDomain,
) {
  const domain = { name, version, verifyingContract: token };
  return salt === undefined ? { ...domain, chainId: Number(chainId) } : { ...domain, salt };
}
