import { type Hex, type SignedAuthorization, size, slice } from "viem";
import { getUserOperationHash, type UserOperation } from "viem/account-abstraction";
import { z } from "zod";
import { type EntryPointVersion, entryPoints, entryPointVersionAt } from "../../protocol/index.ts";
import { addressOfAnyCase, hexBytes, quantity } from "../../schemas/index.ts";
import { OperationRefusedError } from "../errors.ts";
import { toOperation06 } from "./packed-06.ts";

/** A user operation in the shape of EntryPoint v0.8, whichever EntryPoint it is for. */
export type Operation = UserOperation<"0.8"> & { readonly entryPoint: EntryPointVersion };

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
const sharedFields = {
  sender: address,
  nonce,
  callData: hex,
  callGasLimit: gas.default(0n),
  verificationGasLimit: gas.default(0n),
  preVerificationGas: gas.default(0n),
  maxFeePerGas: gas.default(0n),
  maxPriorityFeePerGas: gas.default(0n),
  signature: hex.default("0x"),
};

const rpcOperation = z.object({
  ...sharedFields,
  // EIP-7702 accounts write the marker 0x7702 here.
  factory: hex.nullish(),
  factoryData: hex.nullish(),
  paymaster: address.nullish(),
  paymasterVerificationGasLimit: gas.nullish(),
  paymasterPostOpGasLimit: gas.nullish(),
  paymasterData: hex.nullish(),
  eip7702Auth: z.looseObject({ address }).nullish(),
});

/** An address and what follows it, or nothing. */
const joined = hex.refine((bytes) => size(bytes) === 0 || size(bytes) >= 20, "expected nothing, or an address first");

const rpcOperation06 = z.object({ ...sharedFields, initCode: joined.nullish(), paymasterAndData: joined.nullish() });

/** Reads an operation off the wire. Throws `OperationRefusedError` where it is none of its EntryPoint. */
export function parseOperation(raw: unknown, entryPoint: EntryPointVersion): Operation {
  return entryPoint === "0.6" ? parse06(raw) : parsePresent(raw, entryPoint);
}

function parsePresent(raw: unknown, entryPoint: EntryPointVersion): Operation {
  const { eip7702Auth, ...operation } = parsedBy(rpcOperation, raw, entryPoint);
  const present = Object.fromEntries(Object.entries(operation).filter(([, value]) => value != null));
  const authorization = eip7702Auth ? { authorization: eip7702Auth as unknown as SignedAuthorization } : {};
  return { ...present, ...authorization, entryPoint } as Operation;
}

function parse06(raw: unknown): Operation {
  const { initCode, paymasterAndData, ...operation } = parsedBy(rpcOperation06, raw, "0.6");
  const [factory, factoryData] = split(initCode);
  const [paymaster, paymasterData] = split(paymasterAndData);
  return {
    ...operation,
    ...(factory && { factory, factoryData }),
    ...(paymaster && { paymaster, paymasterData }),
    entryPoint: "0.6",
  } as Operation;
}

function parsedBy<Schema extends z.ZodType>(
  schema: Schema,
  raw: unknown,
  entryPoint: EntryPointVersion,
): z.output<Schema> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw new OperationRefusedError(
    `Not a user operation of EntryPoint v${entryPoint}: ${z.prettifyError(parsed.error)}`,
  );
}

function split(bytes: Hex | null | undefined): readonly [address?: Hex, data?: Hex] {
  if (!bytes || size(bytes) === 0) return [];
  return [slice(bytes, 0, 20), size(bytes) === 20 ? "0x" : slice(bytes, 20)];
}

/** The version of the EntryPoint that a request names, of those that are sponsored here. Throws `OperationRefusedError`. */
export function readEntryPoint(named: unknown, served: readonly EntryPointVersion[]): EntryPointVersion {
  const version = typeof named === "string" ? entryPointVersionAt(named) : undefined;
  if (version !== undefined && served.includes(version)) return version;
  const list = served.map((one) => `v${one} (${entryPoints[one]})`).join(", ");
  throw new OperationRefusedError(`Only EntryPoint ${list} is supported here: name it as the second parameter.`);
}

/** The hash under which the EntryPoint and the bundler know the operation. */
export function operationHash(operation: Operation, chainId: number): Hex {
  const { entryPoint } = operation;
  const at = { chainId, entryPointAddress: entryPoints[entryPoint] };
  if (entryPoint === "0.6") {
    return getUserOperationHash({ ...at, entryPointVersion: "0.6", userOperation: toOperation06(operation) });
  }
  return getUserOperationHash({ ...at, entryPointVersion: entryPoint, userOperation: operation });
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
