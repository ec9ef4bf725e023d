import {
  type Abi,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  keccak256,
  maxUint256,
  pad,
  parseAbi,
  toHex,
} from "viem";
import type { Chain, Token } from "../protocol/index.ts";
import { sandboxAccounts } from "./accounts.ts";
import { circleProxy, circleSignatureChecker, circleToken, ownArtifact } from "./artifacts.ts";
import { deployCode, type LocalChain, transact } from "./local-chain.ts";

const { deployer } = sandboxAccounts;

const mintAbi = parseAbi(["function mint(address to, uint256 amount)"]);

/** Storage slots of Circle's proxy. */
const proxySlots = {
  implementation: keccak256(toHex("org.zeppelinos.proxy.implementation")),
  admin: keccak256(toHex("org.zeppelinos.proxy.admin")),
};

/** Puts every stablecoin of a chain at its real address: USDC as Circle compiled it, USDT as a stand-in with the behaviour of that chain's. */
export async function placeStablecoins(local: LocalChain, chain: Chain): Promise<void> {
  for (const token of chain.tokens) {
    if (token.symbol === "USDT") await placeStandIn(local, chain, token);
    else await placeCircleToken(local, token);
  }
}

/** Mints tokens. Base units. */
export async function mintToken(local: LocalChain, token: Token, to: Address, amount: bigint): Promise<void> {
  await transact(local, token.address, encodeFunctionData({ abi: mintAbi, args: [to, amount] }));
}

async function placeStandIn(local: LocalChain, chain: Chain, token: Token): Promise<void> {
  const { abi, bytecode } = ownArtifact(`sandbox/${standInOf(chain)}`);
  const deployed = await deployCode(local, encodeDeployData({ abi, bytecode, args: [deployer.address] }));
  await local.setCode({ address: token.address, bytecode: await codeAt(local, deployed) });
}

function standInOf(chain: Chain): string {
  switch (chain.network) {
    case "ethereum":
      return "EthereumTether";
    case "polygon":
      return "PolygonTetherZero";
    case "bnb":
      return "BnbTether";
    default:
      return "TetherZero";
  }
}

async function placeCircleToken(local: LocalChain, token: Token): Promise<void> {
  const signatureChecker = await deployCode(local, circleSignatureChecker().bytecode);
  const { abi, bytecode } = circleToken(signatureChecker);
  const implementation = await deployCode(local, bytecode);
  const proxy = circleProxy();
  const deployed = await deployCode(local, encodeDeployData({ ...proxy, args: [implementation] }));
  const { address } = token;
  await local.setCode({ address, bytecode: await codeAt(local, deployed) });
  await local.setStorageAt({ address, index: proxySlots.implementation, value: pad(implementation) });
  // The proxy forwards no calls of its admin, so the admin is not the minter.
  await local.setStorageAt({ address, index: proxySlots.admin, value: pad(sandboxAccounts.sponsorOwner.address) });
  await initializeCircleToken(local, token, abi);
}

/** Initializes all versions of the token, with the deployer in every role. */
async function initializeCircleToken(local: LocalChain, token: Token, abi: Abi): Promise<void> {
  const name = token.domain?.name ?? token.symbol;
  const master = deployer.address;
  const calls: [string, readonly unknown[]][] = [
    ["initialize", [name, token.symbol, "USD", token.decimals, master, master, master, master]],
    ["initializeV2", [name]],
    ["initializeV2_1", [master]],
    ["initializeV2_2", [[], token.symbol]],
    ["configureMinter", [master, maxUint256]],
  ];
  for (const [functionName, args] of calls) {
    await transact(local, token.address, encodeFunctionData({ abi, functionName, args }));
  }
}

async function codeAt(local: LocalChain, address: Address): Promise<Hex> {
  const code = await local.getCode({ address });
  if (code === undefined) throw new Error(`There is no code at ${address}.`);
  return code;
}
