import { type Address, concat, type Hex, isAddressEqual, keccak256 } from "viem";
import { canonicalContracts } from "../../protocol/index.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind } from "./account-kind.ts";

const { address: delegate } = canonicalContracts.simple7702Account;

/** Measured: 40,000; the authorization itself takes 25,000 more, in `preVerificationGas`. */
const verificationGas = 150_000n;

/** A plain account that delegates to Simple7702Account of the authors of ERC-4337 (EIP-7702), or will by the operation's authorization. */
export const simple7702Account: AccountKind = {
  name: "simple-7702-account",
  async recognize(client, operation) {
    const designator = designatorOf(delegate);
    const known = { codeHash: keccak256(designator), verificationGas };
    const code = await client.getCode({ address: operation.sender });
    if (code?.toLowerCase() === designator && !operation.authorization) return { ...known, overrides: [] };
    if (!delegatesToOurs(operation, code)) return undefined;
    const delegated = await client.getCode({ address: delegate });
    return delegated === undefined
      ? undefined
      : { ...known, overrides: [{ address: operation.sender, code: delegated }] };
  },
};

/** ERC-7677 has no field for the authorization: where it is left out, only the delegate that we know can be meant. */
function delegatesToOurs({ authorization, factory }: Operation, code: Hex | undefined): boolean {
  if (authorization) return isAddressEqual(authorization.address, delegate);
  return code === undefined && factory !== undefined && isEip7702Marker(factory);
}

/** What bundlers take for the factory of an account with an EIP-7702 delegate, short or filled up to an address. */
function isEip7702Marker(factory: Hex): boolean {
  return /^0x7702(0{36})?$/.test(factory);
}

/** The code that an EIP-7702 delegation puts at an account. */
function designatorOf(address: Address): Hex {
  return concat(["0xef0100", address]).toLowerCase() as Hex;
}
