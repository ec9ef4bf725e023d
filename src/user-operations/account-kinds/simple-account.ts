import {
  type Address,
  decodeFunctionData,
  getContractAddress,
  type Hex,
  isAddressEqual,
  keccak256,
  parseAbi,
} from "viem";
import { type Call, canonicalContracts, type EntryPointVersion } from "../../protocol/index.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind, AccountReader, KnownAccount } from "./account-kind.ts";
import { decodeExecute } from "./execute-interface.ts";
import { decodeExecuteLists } from "./execute-lists.ts";
import { deployedOverride, implementationSlot, isDeployedBy, storedAddress, wordOf } from "./proxy.ts";

/** Measured: 40,000 where the account is there; its deployment takes 190,000 more. */
const verificationGas = { deployed: 150_000n, deploying: 450_000n } as const;

/** One key's. */
const signatureBytes = 65;

const factoryAbi = parseAbi([
  "function createAccount(address owner, uint256 salt) returns (address)",
  "function getAddress(address owner, uint256 salt) view returns (address)",
]);

type Release = {
  readonly name: string;
  readonly entryPoint: EntryPointVersion;
  readonly factory: { readonly address: Address; readonly accountCodeHash: Hex };
  decode(callData: Hex): readonly Call[] | undefined;
};

/** SimpleAccount of the authors of ERC-4337: a proxy of its factory, with the factory's implementation. Its owner is one key. */
function simpleAccountOf({ name, entryPoint, factory, decode }: Release): AccountKind {
  const { address, accountCodeHash: codeHash } = factory;
  /** The factory deploys it in its constructor: its first contract. */
  const implementation = getContractAddress({ from: address, nonce: 1n });
  return {
    name,
    entryPoint,
    judgesSignatures: true,
    decode,
    async recognize(client, operation, code) {
      if (code === undefined || code === "0x") {
        const overrides = await createdBy(client, operation, address, implementation);
        return overrides && { codeHash, verificationGas: verificationGas.deploying, signatureBytes, overrides };
      }
      if (keccak256(code) !== codeHash) return undefined;
      const stored = await storedAddress(client, operation.sender, implementationSlot);
      if (!stored || !isAddressEqual(stored, implementation)) return undefined;
      return { codeHash, verificationGas: verificationGas.deployed, signatureBytes, overrides: [] };
    },
  };
}

/** What the factory makes of the operation's owner and salt, where that is its sender. */
async function createdBy(
  client: AccountReader,
  operation: Operation,
  factory: Address,
  implementation: Address,
): Promise<KnownAccount["overrides"] | undefined> {
  const args = isDeployedBy(operation, factory) ? decodeCreation(operation.factoryData) : undefined;
  if (!args) return undefined;
  const created = await client.readContract({ address: factory, abi: factoryAbi, functionName: "getAddress", args });
  if (!isAddressEqual(created, operation.sender)) return undefined;
  const code = await client.getCode({ address: implementation });
  if (code === undefined) return undefined;
  return deployedOverride(operation.sender, code, [{ slot: implementationSlot, value: wordOf(implementation) }]);
}

function decodeCreation(data: Hex | undefined): readonly [owner: Address, salt: bigint] | undefined {
  try {
    const decoded = decodeFunctionData({ abi: factoryAbi, data: data ?? "0x" });
    return decoded.functionName === "createAccount" ? decoded.args : undefined;
  } catch {
    return undefined;
  }
}

const { simpleAccountFactory, simpleAccountFactory07, simpleAccountFactory06 } = canonicalContracts;

/** For EntryPoint v0.8, v0.7 and v0.6. */
export const simpleAccount = simpleAccountOf({
  name: "simple-account",
  entryPoint: "0.8",
  factory: simpleAccountFactory,
  decode: decodeExecute,
});
export const simpleAccount07 = simpleAccountOf({
  name: "simple-account-0.7",
  entryPoint: "0.7",
  factory: simpleAccountFactory07,
  decode: (callData) => decodeExecuteLists("0.7", callData),
});
export const simpleAccount06 = simpleAccountOf({
  name: "simple-account-0.6",
  entryPoint: "0.6",
  factory: simpleAccountFactory06,
  decode: (callData) => decodeExecuteLists("0.6", callData),
});
