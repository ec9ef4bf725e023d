import {
  type Address,
  decodeFunctionData,
  getContractAddress,
  type Hex,
  isAddressEqual,
  keccak256,
  numberToHex,
  parseAbi,
  size,
} from "viem";
import { canonicalContracts } from "../../protocol/index.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind, AccountReader, KnownAccount } from "./account-kind.ts";

const { address: factory, accountCodeHash } = canonicalContracts.simpleAccountFactory;

/** The factory deploys the implementation in its constructor: its first contract. */
const implementation = getContractAddress({ from: factory, nonce: 1n });

/** Where a proxy keeps its implementation (ERC-1967). */
const implementationSlot: Hex = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Measured: 40,000 where the account is there; its deployment takes 190,000 more. */
const verificationGas = { deployed: 150_000n, deploying: 450_000n } as const;

const factoryAbi = parseAbi([
  "function createAccount(address owner, uint256 salt) returns (address)",
  "function getAddress(address owner, uint256 salt) view returns (address)",
]);

/** SimpleAccount for EntryPoint v0.8 of the authors of ERC-4337: a proxy of its factory, with the factory's implementation. */
export const simpleAccount: AccountKind = {
  name: "simple-account",
  async recognize(client, operation) {
    const code = await client.getCode({ address: operation.sender });
    if (code === undefined || code === "0x") return recognizeUndeployed(client, operation);
    if (keccak256(code) !== accountCodeHash || !(await hasOurImplementation(client, operation.sender)))
      return undefined;
    return { codeHash: accountCodeHash, verificationGas: verificationGas.deployed, overrides: [] };
  },
};

async function hasOurImplementation(client: AccountReader, address: Address): Promise<boolean> {
  const stored = await client.getStorageAt({ address, slot: implementationSlot });
  return stored !== undefined && BigInt(stored) === BigInt(implementation);
}

async function recognizeUndeployed(
  client: AccountReader,
  { sender, factory: named, factoryData }: Operation,
): Promise<KnownAccount | undefined> {
  if (!named || size(named) !== 20 || !isAddressEqual(named, factory)) return undefined;
  const args = decodeCreation(factoryData);
  if (!args) return undefined;
  const created = await client.readContract({ address: factory, abi: factoryAbi, functionName: "getAddress", args });
  if (!isAddressEqual(created, sender)) return undefined;
  const code = await client.getCode({ address: implementation });
  if (code === undefined) return undefined;
  return {
    codeHash: accountCodeHash,
    verificationGas: verificationGas.deploying,
    overrides: [
      {
        address: sender,
        code,
        stateDiff: [{ slot: implementationSlot, value: numberToHex(BigInt(implementation), { size: 32 }) }],
      },
    ],
  };
}

function decodeCreation(data: Hex | undefined): readonly [owner: Address, salt: bigint] | undefined {
  try {
    const decoded = decodeFunctionData({ abi: factoryAbi, data: data ?? "0x" });
    return decoded.functionName === "createAccount" ? decoded.args : undefined;
  } catch {
    return undefined;
  }
}
