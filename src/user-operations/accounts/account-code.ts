import { type Address, concat, type Hex, isAddressEqual, keccak256, size } from "viem";
import type { ChainClient } from "../../chain/index.ts";
import { canonicalContracts } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import type { Operation } from "../operation/parse-operation.ts";

/** Factories whose accounts all have one code, by its hash: what is not deployed yet can only be known by name. */
const { simpleAccountFactory, simple7702Account } = canonicalContracts;
const factories = [simpleAccountFactory] as const;

/**
 * The hash of the code that the operation's account will have when it is validated: what its EIP-7702 authorization delegates to, else the
 * code that is there, else what its factory deploys. Throws `OperationRefusedError` where nobody can say.
 */
export async function accountCodeHashOf(client: Pick<ChainClient, "getCode">, operation: Operation): Promise<Hex> {
  if (operation.authorization) return designatorHash(operation.authorization.address);
  const code = await client.getCode({ address: operation.sender });
  if (code !== undefined && code !== "0x") return keccak256(code);
  const { factory } = operation;
  // ERC-7677 has no field for the authorization: where it is left out, only the delegate that we know can be meant.
  if (factory && isEip7702Marker(factory)) return designatorHash(simple7702Account.address);
  const known = factories.find(({ address }) => factory && size(factory) === 20 && isAddressEqual(address, factory));
  if (!known) {
    throw new OperationRefusedError(
      `The account ${operation.sender} has no code, and its factory is not one that we know: use ${simpleAccountFactory.address}, or deploy the account first.`,
    );
  }
  return known.accountCodeHash;
}

/** What bundlers take for the factory of an account with an EIP-7702 delegate, short or filled up to an address. */
function isEip7702Marker(factory: Hex): boolean {
  return /^0x7702(0{36})?$/.test(factory);
}

/** Of the code that an EIP-7702 delegation puts at an account. */
function designatorHash(delegate: Address): Hex {
  return keccak256(concat(["0xef0100", delegate]));
}
