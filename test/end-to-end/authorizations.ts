import type { Address, Hex, LocalAccount } from "viem";
import {
  amountsOf,
  canonicalContracts,
  type Payment,
  paymentIdOf,
  paymentTypes,
  type Token,
} from "../../src/protocol/index.ts";

/** EIP-3009, as the checkout has a payer sign it. */
export function signReceiveAuthorization(
  payer: LocalAccount,
  payment: Payment,
  router: Address,
  token: Token,
): Promise<Hex> {
  if (!token.domain) throw new Error(`${token.symbol} has no typed-data signatures.`);
  const { name, version } = token.domain;
  return payer.signTypedData({
    domain: { name, version, chainId: Number(payment.chainId), verifyingContract: token.address },
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
      from: payer.address,
      to: router,
      value: amountsOf(payment.shares).total,
      validAfter: 0n,
      validBefore: payment.deadline,
      nonce: paymentIdOf(payment),
    },
  });
}

/** Permit2, with the whole payment as its witness. */
export function signPermit2Transfer(
  payer: LocalAccount,
  payment: Payment,
  router: Address,
  nonce: bigint,
): Promise<Hex> {
  return payer.signTypedData({
    domain: {
      name: "Permit2",
      chainId: Number(payment.chainId),
      verifyingContract: canonicalContracts.permit2.address,
    },
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
      permitted: { token: payment.token, amount: amountsOf(payment.shares).total },
      spender: router,
      nonce,
      deadline: payment.deadline,
      witness: payment,
    },
  });
}
