import {
  type Address,
  decodeFunctionData,
  encodePacked,
  getCreate2Address,
  type Hex,
  isAddressEqual,
  keccak256,
  parseAbi,
  zeroAddress,
} from "viem";
import { walletContracts } from "../../protocol/index.ts";
import { decodeMultiSend } from "./safe-calls.ts";

const { singleton, singletonL2, proxyFactory, multiSend, module4337, moduleSetup } = walletContracts.safe;

/** keccak256 of what the factory deploys for each singleton: the proxy's creation code, and the singleton in a word. */
const initCodeHashes: readonly { readonly singleton: Address; readonly hash: Hex }[] = [
  { singleton, hash: "0x76733d705f71b79841c0ee960a0ca880f779cde7ef446c989e6d23efc0a4adfb" },
  { singleton: singletonL2, hash: "0xe298282cefe913ab5d282047161268a8222e4bd4ed106300c547894bbefd31ee" },
];

const abi = parseAbi(["function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce)"]);
const setupAbi = parseAbi([
  "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
]);
const modulesAbi = parseAbi(["function enableModules(address[] modules)"]);

/** A Safe as its creation sets it up. */
export type SafeSetup = {
  readonly address: Address;
  readonly singleton: Address;
  readonly owners: readonly Address[];
  readonly threshold: bigint;
};

/**
 * What the factory makes of this call: a Safe with the module for ERC-4337 and nothing else. Undefined where its set-up does anything more, such as running
 * other code as the Safe's own, or paying whoever deploys it.
 */
export function decodeSafeCreation(data: Hex | undefined): SafeSetup | undefined {
  try {
    const [named, initializer, saltNonce] = decodeFunctionData({ abi, data: data ?? "0x" }).args;
    const known = initCodeHashes.find((one) => isAddressEqual(one.singleton, named));
    const setup = decodeSetup(initializer);
    if (!known || !setup) return undefined;
    const salt = keccak256(encodePacked(["bytes32", "uint256"], [keccak256(initializer), saltNonce]));
    const address = getCreate2Address({ from: proxyFactory, salt, bytecodeHash: known.hash });
    return { address, singleton: known.singleton, ...setup };
  } catch {
    return undefined;
  }
}

function decodeSetup(initializer: Hex): Pick<SafeSetup, "owners" | "threshold"> | undefined {
  const { args } = decodeFunctionData({ abi: setupAbi, data: initializer });
  const [owners, threshold, to, data, fallbackHandler, , payment, paymentReceiver] = args;
  if (!isAddressEqual(fallbackHandler, module4337) || payment !== 0n) return undefined;
  if (!isAddressEqual(paymentReceiver, zeroAddress) || !enablesOurModule(to, data)) return undefined;
  return { owners, threshold };
}

/** By the library for it, or by MultiSend as its only call. */
function enablesOurModule(to: Address, data: Hex): boolean {
  if (isAddressEqual(to, multiSend)) {
    const [call, ...more] = decodeMultiSend(data);
    return call !== undefined && more.length === 0 && call.operation === 1 && enablesOurModule(call.to, call.data);
  }
  if (!isAddressEqual(to, moduleSetup)) return false;
  const [modules] = decodeFunctionData({ abi: modulesAbi, data }).args;
  return modules.length === 1 && modules[0] !== undefined && isAddressEqual(modules[0], module4337);
}
