import {
  AbiDecodingDataSizeTooSmallError,
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  erc20Abi,
  isAddressEqual,
  isHex,
  keccak256,
  parseAbi,
  zeroHash,
} from "viem";
import {
  type Chain,
  canonicalContracts,
  entryPoints,
  gasSponsorAbi,
  mandatesAbi,
  mostFeeBasisPoints,
  paymentRouterAbi,
  type Standing,
  standingAddressOf,
  standingDepositsAbi,
} from "../protocol/index.ts";
import { OperatorError } from "../runtime/index.ts";
import { sponsorsOf, type WatchedContracts } from "./logs/read-logs.ts";
import type { ChainClient } from "./providers/chain-client.ts";
import type { ProviderPool } from "./providers/provider-pool.ts";

/** The chain differs from the table. Paying there could lose money, so nothing starts. */
export class ChainMismatchError extends OperatorError {
  override readonly name = "ChainMismatchError";
}

const domainAbi = parseAbi(["function DOMAIN_SEPARATOR() view returns (bytes32)"]);

/** Compares a chain with the table: its id, the code of canonical contracts, each token's code, decimals and EIP-712 domain. Throws `ChainMismatchError`. */
export async function checkChain(client: ChainClient, chain: Chain): Promise<void> {
  const chainId = await client.getChainId();
  if (chainId !== chain.id) {
    throw new ChainMismatchError(`The endpoint for ${chain.name} serves chain ${chainId}, not ${chain.id}.`);
  }
  await Promise.all([
    checkCode(client, chain, "EntryPoint v0.8", canonicalContracts.entryPoint.address),
    checkCode(client, chain, "Permit2", canonicalContracts.permit2.address),
    checkCode(
      client,
      chain,
      "Multicall3",
      canonicalContracts.multicall3.address,
      canonicalContracts.multicall3.codeHash,
    ),
    ...chain.tokens.map(async ({ symbol, address, decimals, domain }) => {
      await checkCode(client, chain, symbol, address);
      const actual = await client.readContract({ address, abi: erc20Abi, functionName: "decimals" });
      if (actual !== decimals) {
        throw new ChainMismatchError(`${symbol} on ${chain.name} has ${actual} decimals, the table says ${decimals}.`);
      }
      if (domain === null) return;
      const separator = await client.readContract({ address, abi: domainAbi, functionName: "DOMAIN_SEPARATOR" });
      if (separator !== domain.separator) {
        throw new ChainMismatchError(
          `${symbol} on ${chain.name} has the EIP-712 domain ${separator}, not ${domain.separator}.`,
        );
      }
    }),
  ]);
}

/** Checks that every endpoint that answers serves the chain that it is configured for. Throws `ChainMismatchError`. */
export async function checkEndpoints(providers: ProviderPool, chain: Chain): Promise<void> {
  // Probes them. Whether one is trusted does not matter here.
  await providers.trusted().catch(() => {});
  const wrong = providers.health().find(({ chainId }) => chainId !== null && chainId !== chain.id);
  if (!wrong) return;
  throw new ChainMismatchError(
    `The endpoint ${wrong.name}, given for ${chain.name}, serves chain ${wrong.chainId}, not ${chain.id}.`,
  );
}

/** Our contracts as the configuration has them. */
export type DeployedContracts = WatchedContracts & {
  /** The address of the key that signs sponsorships. */
  readonly sponsorSigner: Address;
};

/** What a router says of its fee: it can never change. */
export type RouterFee = { readonly basisPoints: bigint; readonly recipient: Address };

/**
 * Checks that our own contracts are what the configuration takes them for: swapped, deposit addresses would lose money; with another signer, nothing would be sponsored.
 * Answers the router's fee. Throws `ChainMismatchError`.
 */
export async function checkDeployment(
  client: ChainClient,
  chain: Chain,
  contracts: DeployedContracts,
): Promise<RouterFee> {
  const { router, previousRouters = [], gasSponsor, standingDeposits, mandates } = contracts;
  await checkCode(client, chain, "the payment router (ROUTER_ADDRESS)", router);
  await checkCode(client, chain, "the gas sponsor (GAS_SPONSOR_ADDRESS)", gasSponsor);
  const isSwapped =
    (await domainName(client, router)) === "GasSponsor" && (await domainName(client, gasSponsor)) === "PaymentRouter";
  if (isSwapped) {
    throw new ChainMismatchError(
      `ROUTER_ADDRESS is the gas sponsor on ${chain.name}, and GAS_SPONSOR_ADDRESS the router: swap them.`,
    );
  }
  await checkDomain(client, chain, "PaymentRouter", "ROUTER_ADDRESS", router);
  await checkDomain(client, chain, "GasSponsor", "GAS_SPONSOR_ADDRESS", gasSponsor);
  for (const previous of previousRouters) {
    await checkCode(client, chain, "a router that was replaced (_PREVIOUS_ROUTERS)", previous);
    await checkDomain(client, chain, "PaymentRouter", "In _PREVIOUS_ROUTERS", previous);
  }

  const ofRouter = { address: router, abi: paymentRouterAbi } as const;
  const [basisPoints, recipient, permit2] = await Promise.all([
    client.readContract({ ...ofRouter, functionName: "FEE_BPS" }),
    client.readContract({ ...ofRouter, functionName: "FEE_RECIPIENT" }),
    client.readContract({ ...ofRouter, functionName: "PERMIT2" }),
  ]);
  if (basisPoints > mostFeeBasisPoints) {
    throw new ChainMismatchError(
      `The router ${router} on ${chain.name} takes ${basisPoints} basis points, more than any of ours can: set ROUTER_ADDRESS to the router of this release.`,
    );
  }
  requireSame(chain, `PERMIT2 of the router ${router}`, permit2, canonicalContracts.permit2.address);

  for (const sponsor of sponsorsOf(contracts)) await checkSponsor(client, chain, sponsor, contracts.sponsorSigner);
  if (standingDeposits) await checkStandingDeposits(client, chain, standingDeposits);
  if (mandates) await checkMandates(client, chain, mandates, basisPoints);
  return { basisPoints, recipient };
}

/** Its fee is shown as the router's: what a payer reads has to be what a charge takes. */
async function checkMandates(client: ChainClient, chain: Chain, address: Address, feeOfRouter: bigint): Promise<void> {
  await checkCode(client, chain, "the contract of mandates (MANDATES_ADDRESS)", address);
  await checkDomain(client, chain, "Mandates", "MANDATES_ADDRESS", address);
  const contract = { address, abi: mandatesAbi } as const;
  const [basisPoints, permit2] = await Promise.all([
    client.readContract({ ...contract, functionName: "FEE_BPS" }),
    client.readContract({ ...contract, functionName: "PERMIT2" }),
  ]);
  if (basisPoints !== feeOfRouter) {
    throw new ChainMismatchError(
      `MANDATES_ADDRESS is ${address}, which takes ${basisPoints} basis points on ${chain.name}, and the router ${feeOfRouter}: they have to be deployed with one fee.`,
    );
  }
  requireSame(chain, `PERMIT2 of the contract of mandates ${address}`, permit2, canonicalContracts.permit2.address);
}

/** A sponsor at its EntryPoint: of an earlier one, that stands there too. */
async function checkSponsor(
  client: ChainClient,
  chain: Chain,
  { version, sponsor }: ReturnType<typeof sponsorsOf>[number],
  sponsorSigner: Address,
): Promise<void> {
  if (version !== "0.8") {
    const variable = `GAS_SPONSOR_V${version.replace(".", "")}_ADDRESS`;
    await checkCode(client, chain, `EntryPoint v${version}`, entryPoints[version]);
    await checkCode(client, chain, `the gas sponsor for EntryPoint v${version} (${variable})`, sponsor);
    await checkDomain(client, chain, "GasSponsor", variable, sponsor);
  }
  const ofSponsor = { address: sponsor, abi: gasSponsorAbi } as const;
  const [signer, entryPoint] = await Promise.all([
    client.readContract({ ...ofSponsor, functionName: "SIGNER" }),
    client.readContract({ ...ofSponsor, functionName: "entryPoint" }),
  ]);
  if (!isAddressEqual(signer, sponsorSigner)) {
    throw new ChainMismatchError(
      `GAS_SPONSOR_SIGNER_KEY is the key of ${sponsorSigner}, and the gas sponsor ${sponsor} on ${chain.name} takes signatures of ${signer} alone: set that account's key.`,
    );
  }
  requireSame(chain, `entryPoint of the gas sponsor ${sponsor}`, entryPoint, entryPoints[version]);
}

/** Terms of no meaning: what matters is where the contract puts their address. */
const anyStanding: Standing = {
  ref: zeroHash,
  chainId: 0n,
  parts: [{ recipient: "0x00000000000000000000000000000000DeaDBeef", bps: 10_000 }],
};

/** It has no EIP-712 domain; but no other contract derives deposit addresses as it does. */
async function checkStandingDeposits(client: ChainClient, chain: Chain, address: Address): Promise<void> {
  await checkCode(client, chain, "the contract of standing deposits (STANDING_DEPOSITS_ADDRESS)", address);
  const derived = await client
    .readContract({ address, abi: standingDepositsAbi, functionName: "addressOf", args: [anyStanding] })
    .catch((error) => {
      if (isContractsAnswer(error)) return undefined;
      throw error;
    });
  if (derived && isAddressEqual(derived, standingAddressOf(anyStanding, address))) return;
  throw new ChainMismatchError(
    `STANDING_DEPOSITS_ADDRESS is ${address}, which is no StandingDeposits on ${chain.name}. Take the address from deployments/${chain.id}.json.`,
  );
}

/** A contract says by its EIP-712 domain what it is, and where. */
async function checkDomain(
  client: ChainClient,
  chain: Chain,
  name: string,
  variable: string,
  address: Address,
): Promise<void> {
  const domain = await readDomain(client, address);
  const isRight =
    domain !== null &&
    domain.name === name &&
    domain.version === "1" &&
    domain.chainId === BigInt(chain.id) &&
    isAddressEqual(domain.verifyingContract, address);
  if (isRight) return;
  const found = domain
    ? `${domain.name} ${domain.version} of ${domain.verifyingContract} on chain ${domain.chainId}`
    : "none";
  throw new ChainMismatchError(
    `${variable} is ${address}, which is no ${name} on ${chain.name} (its EIP-712 domain: ${found}). Take the address from deployments/${chain.id}.json.`,
  );
}

async function domainName(client: ChainClient, address: Address): Promise<string | undefined> {
  return (await readDomain(client, address))?.name;
}

/** Null for a contract that has none. */
async function readDomain(client: ChainClient, address: Address) {
  try {
    const [, name, version, chainId, verifyingContract] = await client.readContract({
      address,
      abi: paymentRouterAbi,
      functionName: "eip712Domain",
    });
    return { name, version, chainId, verifyingContract };
  } catch (error) {
    if (isContractsAnswer(error)) return null;
    throw error;
  }
}

/** It reverted, or answered nothing or something else: not that nobody answered. */
function isContractsAnswer(error: unknown): boolean {
  const answers = [ContractFunctionRevertedError, ContractFunctionZeroDataError, AbiDecodingDataSizeTooSmallError];
  return error instanceof BaseError && error.walk((cause) => answers.some((type) => cause instanceof type)) !== null;
}

function requireSame(chain: Chain, what: string, found: Address, expected: Address): void {
  if (isAddressEqual(found, expected)) return;
  throw new ChainMismatchError(
    `${what} on ${chain.name} is ${found}, not ${expected}: it is of another deployment. Take the addresses from deployments/${chain.id}.json.`,
  );
}

/** Checks for code at an address, and its hash where it is known. Throws `ChainMismatchError`. */
export async function checkCode(
  client: ChainClient,
  chain: Chain,
  name: string,
  address: Address,
  codeHash?: string,
): Promise<void> {
  const code = await client.getCode({ address });
  if (!isHex(code) || code === "0x")
    throw new ChainMismatchError(`There is no code at ${address}, where ${name} should be on ${chain.name}.`);
  if (codeHash !== undefined && keccak256(code) !== codeHash) {
    throw new ChainMismatchError(`The code at ${address} on ${chain.name} is not that of ${name}.`);
  }
}
