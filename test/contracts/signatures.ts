import { type Address, type Hex, parseSignature, serializeSignature } from "viem";
import { type Payment, paymentIdOf, paymentTypes, type TokenDomain } from "../../src/protocol/index.ts";
import { chain, type Fixture, totalOf, viem, type Wallet } from "./fixture.ts";

export type SigningDomain = Pick<TokenDomain, "name" | "version" | "salt">;

/** The EIP-712 domain of a payment's token. One with a salt has no chain id. */
function tokenDomain({ token, chainId }: Payment, { name, version, salt }: SigningDomain) {
  const domain = { name, version, verifyingContract: token };
  return salt === undefined ? { ...domain, chainId: Number(chainId) } : { ...domain, salt };
}

export const usdcDomain = { name: "USD Coin", version: "2" };
export const tetherZeroDomain = { name: "USD₮0", version: "1" };

/** EIP-3009: the payer lets `to` fetch the total, under the payment's id. */
export async function signAuthorization(
  signer: Wallet,
  payment: Payment,
  router: Address,
  options: {
    from?: Address;
    domain?: SigningDomain;
    value?: bigint;
    nonce?: Hex;
    validBefore?: bigint;
  } = {},
): Promise<Hex> {
  return signer.signTypedData({
    domain: tokenDomain(payment, options.domain ?? usdcDomain),
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
      from: options.from ?? signer.account.address,
      to: router,
      value: options.value ?? totalOf(payment),
      validAfter: 0n,
      validBefore: options.validBefore ?? payment.deadline,
      nonce: options.nonce ?? paymentIdOf(payment),
    },
  });
}

/** EIP-2612. */
export async function signPermit(
  signer: Wallet,
  payment: Payment,
  spender: Address,
  domain: SigningDomain = usdcDomain,
  fixture: Pick<Fixture, "viem"> = { viem },
) {
  const token = await fixture.viem.getContractAt("TetherZero", payment.token);
  const signature = await signer.signTypedData({
    domain: tokenDomain(payment, domain),
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
    message: {
      owner: signer.account.address,
      spender,
      value: totalOf(payment),
      nonce: await token.read.nonces([signer.account.address]),
      deadline: payment.deadline,
    },
  });
  const { r, s, yParity } = parseSignature(signature);
  return { deadline: payment.deadline, v: 27 + yParity, r, s };
}

/** Permit2, with the whole payment as its witness. */
export async function signPermit2(
  signer: Wallet,
  payment: Payment,
  { router, permit2 }: Pick<Fixture, "router" | "permit2">,
  nonce: bigint,
): Promise<Hex> {
  return signer.signTypedData({
    domain: { name: "Permit2", chainId: Number(payment.chainId), verifyingContract: permit2 },
    types: {
      PermitWitnessTransferFrom: [
        { name: "permitted", type: "TokenPermissions" },
        { name: "spender", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
        { name: "witness", type: "Payment" },
      ],
      TokenPermissions: [
        { name: "token", type: "address" },
        { name: "amount", type: "uint256" },
      ],
      ...paymentTypes,
    },
    primaryType: "PermitWitnessTransferFrom",
    message: {
      permitted: { token: payment.token, amount: totalOf(payment) },
      spender: router.address,
      nonce,
      deadline: payment.deadline,
      witness: payment,
    },
  });
}

/** The payer's signature over the payment itself, in the router's domain. */
export async function signPayment(signer: Wallet, payment: Payment, router: Address): Promise<Hex> {
  return signer.signTypedData({
    domain: { name: "PaymentRouter", version: "1", chainId: Number(payment.chainId), verifyingContract: router },
    types: paymentTypes,
    primaryType: "Payment",
    message: payment,
  });
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
