import { type Address, concat, getContractAddress, getCreate2Address, type Hex, keccak256 } from "viem";
import type { PaymentTerms } from "./payment.ts";
import { paymentIdOf } from "./payment-id.ts";

/**
 * Where plain transfers pay a payment: the minimal clone (ERC-1167) that the router puts at CREATE2 with the payment's id as its salt.
 * Equal to `PaymentRouter.depositAddressOf`, on every chain on which the router has this address.
 */
export function depositAddressOf(payment: PaymentTerms, router: Address): Address {
  return depositAddressOfId(paymentIdOf(payment), router);
}

/** The clones' code: the first contract that the router created. */
export function depositImplementation(router: Address): Address {
  return getContractAddress({ from: router, nonce: 1n });
}

/** The same from the payment's id, which is all that it follows from. */
export function depositAddressOfId(paymentId: Hex, router: Address): Address {
  const code = depositImplementation(router);
  const initCode = concat(["0x3d602d80600a3d3981f3363d3d373d3d3d363d73", code, "0x5af43d82803e903d91602b57fd5bf3"]);
  return getCreate2Address({ from: router, salt: paymentId, bytecodeHash: keccak256(initCode) });
}
