import { decodeAbiParameters, decodeFunctionData, type Hex, parseAbi, parseAbiParameters, size, slice } from "viem";
import { type Call, walletContracts } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import type { AccountKind } from "./account-kind.ts";
import { recognizeDelegation } from "./delegation.ts";
import { isFunctionOf } from "./function-of.ts";

const { address: delegate } = walletContracts.metaMaskDelegator;

const abi = parseAbi([
  "struct Execution { address target; uint256 value; bytes callData; }",
  "function execute(Execution execution)",
  "function execute(bytes32 mode, bytes executionCalldata)",
]);
const batch = parseAbiParameters([
  "Execution[] executions",
  "struct Execution { address target; uint256 value; bytes callData; }",
]);

/** Of ERC-7579's modes: the first byte says what is called, the second what becomes of a failure; all others have to be zero. */
const modes = { single: `0x${"00".repeat(32)}`, batch: `0x01${"00".repeat(31)}` } as const;
const callTypes: Readonly<Record<string, string>> = {
  "00": "a call",
  "01": "a batch",
  fe: "a static call",
  ff: "a delegate call",
};
const execTypes: Readonly<Record<string, string>> = { "00": "the default execution", "01": "the try execution" };

/** A plain account that delegates to MetaMask's stateless delegator (EIP-7702), or will by the operation's authorization. Its owner is its own key. */
export const metaMaskAccount: AccountKind = {
  name: "metamask-account",
  entryPoint: "0.7",
  judgesSignatures: true,
  decode(callData) {
    if (!isFunctionOf(abi, callData)) return undefined;
    const { args } = decodeFunctionData({ abi, data: callData });
    if (args.length === 1) return [callOf(args[0])];
    const [mode, data] = args;
    if (mode === modes.single) return [decodePacked(data)];
    if (mode === modes.batch) return decodeAbiParameters(batch, data)[0].map(callOf);
    throw new OperationRefusedError(
      `MetaMask's mode ${mode} (${nameOf(mode)}) is not sponsored: a call or a batch in the default execution is.`,
    );
  },
  recognize: (client, operation, code) => recognizeDelegation(client, operation, code, delegate),
};

type Execution = { readonly target: Call["to"]; readonly value: bigint; readonly callData: Hex };

const callOf = ({ target, value, callData }: Execution): Call => ({ to: target, value, data: callData });

/** As ERC-7579 packs a single call: target (20 bytes), value (32 bytes), call data. */
function decodePacked(data: Hex): Call {
  if (size(data) < 52) throw new OperationRefusedError(`A single call of ${size(data)} bytes is none of MetaMask's.`);
  const callData = size(data) === 52 ? "0x" : slice(data, 52);
  return { to: slice(data, 0, 20), value: BigInt(slice(data, 20, 52)), data: callData };
}

function nameOf(mode: Hex): string {
  const [callType, execType] = [mode.slice(2, 4), mode.slice(4, 6)];
  const isKnown = callTypes[callType] && execTypes[execType] && /^0x.{4}0{60}$/.test(mode);
  return isKnown ? `${callTypes[callType]} in ${execTypes[execType]}` : "nobody's that we know";
}
