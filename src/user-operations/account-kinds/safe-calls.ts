import { type Address, decodeFunctionData, type Hex, hexToNumber, isAddressEqual, parseAbi, size, slice } from "viem";
import { type Call, walletContracts } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import { isFunctionOf } from "./function-of.ts";

const moduleAbi = parseAbi([
  "function executeUserOp(address to, uint256 value, bytes data, uint8 operation)",
  "function executeUserOpWithErrorString(address to, uint256 value, bytes data, uint8 operation)",
]);
const multiSendAbi = parseAbi(["function multiSend(bytes transactions) payable"]);

const { multiSend, multiSendCallOnly } = walletContracts.safe;

/** A call of a Safe: `operation` 0 calls, 1 runs the target's code as the Safe's own. */
export type SafeCall = Call & { readonly operation: number };

/** The calls that Safe's module for ERC-4337 makes, those of `MultiSend` one by one. */
export function decodeSafeCalls(callData: Hex): readonly Call[] | undefined {
  if (!isFunctionOf(moduleAbi, callData)) return undefined;
  const [to, value, data, operation] = decodeFunctionData({ abi: moduleAbi, data: callData }).args;
  if (operation === 0) return [{ to, value, data }];
  if (operation !== 1) throw new OperationRefusedError(`A Safe has no operation ${operation}.`);
  if (!isAddressEqual(to, multiSend) && !isAddressEqual(to, multiSendCallOnly)) {
    throw new OperationRefusedError(`A Safe's delegate call of ${to} is not sponsored: only MultiSend is.`);
  }
  if (value !== 0n) throw new OperationRefusedError("A Safe's delegate call carries no native token.");
  return decodeMultiSend(data).map(({ operation: within, ...call }) => {
    if (within === 0) return call;
    throw new OperationRefusedError(
      `Within MultiSend, the delegate call of ${call.to} is not sponsored: only calls are.`,
    );
  });
}

/** As MultiSend packs each: operation (1 byte), target (20), value (32), length of its call data (32), call data. Throws `OperationRefusedError`. */
export function decodeMultiSend(data: Hex): readonly SafeCall[] {
  if (!isFunctionOf(multiSendAbi, data)) throw new OperationRefusedError("MultiSend is called by multiSend alone.");
  const [packed] = decodeFunctionData({ abi: multiSendAbi, data }).args;
  const calls: SafeCall[] = [];
  for (let at = 0; at < size(packed); ) {
    const [call, next] = readCall(packed, at);
    calls.push(call);
    at = next;
  }
  return calls;
}

const headBytes = 85;

function readCall(packed: Hex, at: number): readonly [call: SafeCall, next: number] {
  const start = at + headBytes;
  const length = start <= size(packed) ? BigInt(slice(packed, at + 53, start)) : undefined;
  if (length === undefined || BigInt(start) + length > BigInt(size(packed))) {
    throw new OperationRefusedError("The calls of MultiSend end before their length.");
  }
  const next = start + Number(length);
  const call = {
    operation: hexToNumber(slice(packed, at, at + 1)),
    to: slice(packed, at + 1, at + 21) as Address,
    value: BigInt(slice(packed, at + 21, at + 53)),
    data: length === 0n ? ("0x" as const) : slice(packed, start, next),
  };
  return [call, next];
}
