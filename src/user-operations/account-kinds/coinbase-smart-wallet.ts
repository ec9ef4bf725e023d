import {
  type Address,
  decodeFunctionData,
  type Hex,
  isAddressEqual,
  keccak256,
  parseAbi,
  size,
  toFunctionSelector,
} from "viem";
import { walletContracts } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind, AccountReader, KnownAccount } from "./account-kind.ts";
import { decodeExecute } from "./execute-interface.ts";
import { deployedOverride, implementationSlot, isDeployedBy, storedAddress, wordOf } from "./proxy.ts";

const { accountCodeHash, v1, v1_1 } = walletContracts.coinbaseSmartWallet;
const versions = [v1_1, v1];
type Version = (typeof versions)[number];

const factoryAbi = parseAbi([
  "function createAccount(bytes[] owners, uint256 nonce) payable returns (address)",
  "function getAddress(bytes[] owners, uint256 nonce) view returns (address)",
]);

/** A passkey's signature is checked in Solidity where the chain has no precompile for it: 350,000. Its deployment writes the owners. */
const verificationGas = { deployed: 800_000n, deploying: 1_200_000n } as const;

/** What a passkey signs comes with the signature: the browser's JSON, of some hundred bytes. */
const signatureBytes = 900;

/** The operation that a wallet takes on every chain alike, to change its owners. */
const replayable = toFunctionSelector("function executeWithoutChainIdValidation(bytes[] calls)");

/** Coinbase's smart wallet, which is Base Account too: a proxy of its factory, with an implementation that Coinbase published. Its owners are keys, passkeys or contracts. */
export const coinbaseSmartWallet: AccountKind = {
  name: "coinbase-smart-wallet",
  entryPoint: "0.6",
  judgesSignatures: false,
  decode(callData) {
    if (callData.startsWith(replayable)) {
      throw new OperationRefusedError(
        "Coinbase's executeWithoutChainIdValidation is not sponsored: it changes owners.",
      );
    }
    return decodeExecute(callData);
  },
  async recognize(client, operation, code) {
    if (code === undefined || code === "0x") return recognizeUndeployed(client, operation);
    if (keccak256(code) !== accountCodeHash) return undefined;
    const stored = await storedAddress(client, operation.sender, implementationSlot);
    const version = versions.find(({ implementation }) => stored && isAddressEqual(implementation, stored));
    if (!version || !(await implementationOf(client, version))) return undefined;
    return { codeHash: accountCodeHash, verificationGas: verificationGas.deployed, signatureBytes, overrides: [] };
  },
};

/** Its code, where it is the published one. */
async function implementationOf(client: AccountReader, version: Version): Promise<Hex | undefined> {
  const code = await client.getCode({ address: version.implementation });
  return code !== undefined && keccak256(code) === version.codeHash ? code : undefined;
}

async function recognizeUndeployed(client: AccountReader, operation: Operation): Promise<KnownAccount | undefined> {
  const version = versions.find(({ factory }) => isDeployedBy(operation, factory));
  const args = version && decodeCreation(operation.factoryData);
  if (!args) return undefined;
  const { factory: address, implementation } = version;
  const created: Address = await client.readContract({ address, abi: factoryAbi, functionName: "getAddress", args });
  if (!isAddressEqual(created, operation.sender)) return undefined;
  const code = await implementationOf(client, version);
  if (code === undefined) return undefined;
  return {
    codeHash: accountCodeHash,
    verificationGas: verificationGas.deploying,
    signatureBytes,
    overrides: deployedOverride(operation.sender, code, [{ slot: implementationSlot, value: wordOf(implementation) }]),
  };
}

/** Of its owners each is an address in a word, or a passkey's two coordinates: the wallet itself takes nothing else. */
function decodeCreation(data: Hex | undefined): readonly [owners: readonly Hex[], nonce: bigint] | undefined {
  try {
    const decoded = decodeFunctionData({ abi: factoryAbi, data: data ?? "0x" });
    const [owners] = decoded.args;
    const isCreation = decoded.functionName === "createAccount" && owners.length > 0;
    return isCreation && owners.every((owner) => [32, 64].includes(size(owner))) ? decoded.args : undefined;
  } catch {
    return undefined;
  }
}
