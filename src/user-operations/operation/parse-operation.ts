import { type Hex, isAddress, isAddressEqual, type SignedAuthorization } from "viem";
import { getUserOperationHash, type UserOperation } from "viem/account-abstraction";
import { z } from "zod";
import { canonicalContracts } from "../../protocol/index.ts";
import { addressOfAnyCase, hexBytes, quantity } from "../../schemas/index.ts";
import { OperationRefusedError } from "../errors.ts";

/** A user operation of EntryPoint v0.8. */
export type Operation = UserOperation<"0.8">;

/** The same as JSON-RPC carries it (ERC-7769): quantities in hexadecimal. */
export type RpcOperation = Readonly<Record<string, unknown>>;

/** More than fits into a request. */
const maxBytes = 50_000;

const hex = hexBytes(maxBytes);
const address = addressOfAnyCase;
const nonce = quantity(256);
/** The EntryPoint packs gas limits and fees into 128 bits each. */
const gas = quantity(128);

/** Gas and signature may still be missing when a paymaster is asked (ERC-7677). */
const rpcOperation = z.object({
  sender: address,
  nonce,
  callData: hex,
  callGasLimit: gas.default(0n),
  verificationGasLimit: gas.default(0n),
  preVerificationGas: gas.default(0n),
  maxFeePerGas: gas.default(0n),
  maxPriorityFeePerGas: gas.default(0n),
  // EIP-7702 accounts write the marker 0x7702 here.
  factory: hex.nullish(),
  factoryData: hex.nullish(),
  paymaster: address.nullish(),
  paymasterVerificationGasLimit: gas.nullish(),
  paymasterPostOpGasLimit: gas.nullish(),
  paymasterData: hex.nullish(),
  signature: hex.default("0x"),
  eip7702Auth: z.looseObject({ address }).nullish(),
});

/** Reads an operation off the wire. Throws `OperationRefusedError` where it is none of EntryPoint v0.8. */
export function parseOperation(raw: unknown): Operation {
  const parsed = rpcOperation.safeParse(raw);
  if (!parsed.success) {
    throw new OperationRefusedError(`Not a user operation of EntryPoint v0.8: ${z.prettifyError(parsed.error)}`);
  }
  const { eip7702Auth, ...operation } = parsed.data;
  const present = Object.fromEntries(Object.entries(operation).filter(([, value]) => value != null));
  const authorization = eip7702Auth ? { authorization: eip7702Auth as unknown as SignedAuthorization } : {};
  return { ...present, ...authorization } as Operation;
}

/** Throws `OperationRefusedError` for any EntryPoint but v0.8. */
export function checkEntryPoint(entryPoint: unknown): void {
  const { address: ours } = canonicalContracts.entryPoint;
  if (typeof entryPoint === "string" && isAddress(entryPoint, { strict: false }) && isAddressEqual(entryPoint, ours))
    return;
  throw new OperationRefusedError(`Only EntryPoint v0.8 (${ours}) is supported: name it as the second parameter.`);
}

/** The hash under which the EntryPoint and the bundler know the operation. */
export function operationHash(operation: Operation, chainId: number): Hex {
  return getUserOperationHash({
    chainId,
    entryPointAddress: canonicalContracts.entryPoint.address,
    entryPointVersion: "0.8",
    userOperation: operation,
  });
}

/** The most gas that an operation can use. */
export function totalGas(operation: Operation): bigint {
  return (
    operation.verificationGasLimit +
    operation.callGasLimit +
    operation.preVerificationGas +
    (operation.paymasterVerificationGasLimit ?? 0n) +
    (operation.paymasterPostOpGasLimit ?? 0n)
  );
}
