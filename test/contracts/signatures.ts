import { type Address, type Hex, parseSignature, serializeSignature } from "viem";
import {
  authorizationTypedData,
  consentTypedData,
  type PaymentTerms,
  permit2TypedData,
  permitTypedData,
  type SigningDomain,
} from "../../src/protocol/index.ts";
import { chain, type Fixture, viem, type Wallet } from "./fixture.ts";

export const usdcDomain = { name: "USD Coin", version: "2" };
export const tetherZeroDomain = { name: "USD₮0", version: "1" };

/** EIP-3009: the payer lets `to` fetch the total, under the payment's id; `options` tamper with it. */
export async function signAuthorization(
  signer: Wallet,
  payment: PaymentTerms,
  router: Address,
  options: { from?: Address; domain?: SigningDomain; value?: bigint; nonce?: Hex; validBefore?: bigint } = {},
): Promise<Hex> {
  const { from = signer.account.address, domain = usdcDomain, ...changes } = options;
  const data = authorizationTypedData(payment, from, router, domain);
  return signer.signTypedData({ ...data, message: { ...data.message, ...changes } });
}

/** EIP-2612. */
export async function signPermit(
  signer: Wallet,
  payment: PaymentTerms,
  spender: Address,
  domain: SigningDomain = usdcDomain,
  fixture: Pick<Fixture, "viem"> = { viem },
) {
  const token = await fixture.viem.getContractAt("TetherZero", payment.token);
  const owner = signer.account.address;
  const nonce = await token.read.nonces([owner]);
  const signature = await signer.signTypedData(permitTypedData(payment, owner, spender, domain, nonce));
  const { r, s, yParity } = parseSignature(signature);
  return { deadline: payment.deadline, v: 27 + yParity, r, s };
}

/** Permit2, with the payer's consent to the whole payment as its witness; a wallet contract's owner signs for `payer`. */
export async function signPermit2(
  signer: Wallet,
  payment: PaymentTerms,
  { router, permit2 }: Pick<Fixture, "router" | "permit2">,
  nonce: bigint,
  payer: Address = signer.account.address,
): Promise<Hex> {
  return signer.signTypedData(permit2TypedData(payment, payer, router.address, nonce, permit2));
}

/** The payer's consent to the payment, in the router's domain; a wallet contract's owner signs for `payer`. */
export async function signConsent(
  signer: Wallet,
  payment: PaymentTerms,
  router: Address,
  payer: Address = signer.account.address,
): Promise<Hex> {
  return signer.signTypedData(consentTypedData(payment, payer, router));
}

/** The other signature that the same key and message have: s mirrored, v flipped. Libraries must refuse it. */
export function malleable(signature: Hex): Hex {
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const { r, s, yParity } = parseSignature(signature);
  const mirrored: Hex = `0x${(order - BigInt(s)).toString(16).padStart(64, "0")}`;
  return serializeSignature({ r, s: mirrored, yParity: yParity === 0 ? 1 : 0 });
}

export async function hasCode(address: Address): Promise<boolean> {
  return (await chain.getCode({ address })) !== undefined;
}
