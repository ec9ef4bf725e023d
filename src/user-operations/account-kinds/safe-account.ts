import { type Address, encodeAbiParameters, type Hex, isAddressEqual, keccak256, numberToHex, parseAbi } from "viem";
import { walletContracts } from "../../protocol/index.ts";
import type { Operation } from "../operation/parse-operation.ts";
import type { AccountKind, AccountReader, KnownAccount } from "./account-kind.ts";
import { deployedOverride, isDeployedBy, storedAddress, wordOf } from "./proxy.ts";
import { decodeSafeCalls } from "./safe-calls.ts";
import { decodeSafeCreation } from "./safe-setup.ts";

const { singleton, singletonL2, proxyFactory, module4337, accountCodeHash } = walletContracts.safe;
const singletons = [singleton, singletonL2];

/** A proxy of Safe's keeps its singleton in the first word, which modules are enabled in a list in the second, and the fallback handler by its name. */
const slots = {
  singleton: numberToHex(0, { size: 32 }),
  fallbackHandler: "0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5",
} as const;
const moduleSlot = (module: Address): Hex =>
  keccak256(encodeAbiParameters([{ type: "address" }, { type: "uint256" }], [module, 1n]));

/** The first and last of the list of modules. */
const sentinel: Address = "0x0000000000000000000000000000000000000001";

const safeAbi = parseAbi(["function getThreshold() view returns (uint256)"]);

/** For one owner where the Safe is there, for its deployment, and for each owner more who signs. */
const verificationGas = { deployed: 200_000n, deploying: 600_000n, owner: 30_000n } as const;

/** More owners are no payer that we know. */
const mostOwners = 20n;

/** Safe 1.4.1 with its own module for EntryPoint v0.7: a proxy of its factory. Owners sign together, and one of them may be a contract. */
export const safeAccount: AccountKind = {
  name: "safe-account",
  entryPoint: "0.7",
  judgesSignatures: false,
  decode: decodeSafeCalls,
  async recognize(client, operation, code) {
    if (code === undefined || code === "0x") return recognizeUndeployed(client, operation);
    const { sender: address } = operation;
    if (keccak256(code) !== accountCodeHash || !(await isSetUp(client, address))) return undefined;
    const threshold = await client.readContract({ address, abi: safeAbi, functionName: "getThreshold" });
    return withOwners(threshold, verificationGas.deployed, []);
  },
};

/** Whether its singleton is one that we know, and operations go to the module, which may make its calls. */
async function isSetUp(client: AccountReader, address: Address): Promise<boolean> {
  const [stored, handler, enabled] = await Promise.all([
    storedAddress(client, address, slots.singleton),
    storedAddress(client, address, slots.fallbackHandler),
    client.getStorageAt({ address, slot: moduleSlot(module4337) }),
  ]);
  const isOurs = stored !== undefined && singletons.some((one) => isAddressEqual(one, stored));
  return isOurs && handler !== undefined && isAddressEqual(handler, module4337) && BigInt(enabled ?? "0x0") !== 0n;
}

async function recognizeUndeployed(client: AccountReader, operation: Operation): Promise<KnownAccount | undefined> {
  const { sender, factoryData } = operation;
  const setup = isDeployedBy(operation, proxyFactory) ? decodeSafeCreation(factoryData) : undefined;
  if (!setup || !isAddressEqual(setup.address, sender)) return undefined;
  const code = await client.getCode({ address: setup.singleton });
  if (code === undefined) return undefined;
  const words = [
    { slot: slots.fallbackHandler, value: wordOf(module4337) },
    { slot: moduleSlot(sentinel), value: wordOf(module4337) },
    { slot: moduleSlot(module4337), value: wordOf(sentinel) },
  ];
  return withOwners(setup.threshold, verificationGas.deploying, deployedOverride(sender, code, words));
}

/** Those who sign have each a signature, behind the times between which all are valid. */
function withOwners(threshold: bigint, gas: bigint, overrides: KnownAccount["overrides"]): KnownAccount | undefined {
  if (threshold < 1n || threshold > mostOwners) return undefined;
  return {
    codeHash: accountCodeHash,
    verificationGas: gas + (threshold - 1n) * verificationGas.owner,
    signatureBytes: 12 + 65 * Number(threshold),
    overrides,
  };
}
