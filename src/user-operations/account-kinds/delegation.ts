import { type Address, concat, type Hex, isAddressEqual, keccak256 } from "viem";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountReader, KnownAccount } from "./account-kind.ts";

/** Measured: 40,000; the authorization itself takes 25,000 more, in `preVerificationGas`. */
const verificationGas = 150_000n;

/** One key's. */
const signatureBytes = 65;

/** A plain account that delegates to this contract (EIP-7702), or will by the operation's authorization. */
export async function recognizeDelegation(
  client: AccountReader,
  operation: Operation,
  code: Hex | undefined,
  delegate: Address,
): Promise<KnownAccount | undefined> {
  const designator = designatorOf(delegate);
  const known = { codeHash: keccak256(designator), verificationGas, signatureBytes };
  if (code?.toLowerCase() === designator && !operation.authorization) return { ...known, overrides: [] };
  if (!operation.authorization || !isAddressEqual(operation.authorization.address, delegate)) return undefined;
  return withCodeOf(client, operation, delegate, known);
}

/** The same account where ERC-7677, which has no field for the authorization, leaves it out: the marker says that there is one. */
export async function recognizeMarked(
  client: AccountReader,
  operation: Operation,
  code: Hex | undefined,
  delegate: Address,
): Promise<KnownAccount | undefined> {
  const { authorization, factory } = operation;
  if (authorization || code !== undefined || factory === undefined || !isEip7702Marker(factory)) return undefined;
  const known = { codeHash: keccak256(designatorOf(delegate)), verificationGas, signatureBytes };
  return withCodeOf(client, operation, delegate, known);
}

async function withCodeOf(
  client: AccountReader,
  { sender }: Operation,
  delegate: Address,
  known: Omit<KnownAccount, "overrides">,
): Promise<KnownAccount | undefined> {
  const code = await client.getCode({ address: delegate });
  return code === undefined ? undefined : { ...known, overrides: [{ address: sender, code }] };
}

/** What bundlers take for the factory of an account with an EIP-7702 delegate, short or filled up to an address. */
function isEip7702Marker(factory: Hex): boolean {
  return /^0x7702(0{36})?$/.test(factory);
}

/** The code that an EIP-7702 delegation puts at an account. */
function designatorOf(address: Address): Hex {
  return concat(["0xef0100", address]).toLowerCase() as Hex;
}
