import { type Address, erc20Abi, isHex, keccak256, parseAbi } from "viem";
import { type Chain, canonicalContracts } from "../protocol/index.ts";
import type { WatchedContracts } from "./logs/read-logs.ts";
import type { ChainClient } from "./providers/chain-client.ts";
import type { ProviderPool } from "./providers/provider-pool.ts";

/** The chain differs from the table. Paying there could lose money, so nothing starts. */
export class ChainMismatchError extends Error {
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

/** Checks that our own contracts are deployed. Throws `ChainMismatchError`. */
export async function checkDeployment(client: ChainClient, chain: Chain, contracts: WatchedContracts): Promise<void> {
  await checkCode(client, chain, "the payment router", contracts.router);
  await checkCode(client, chain, "the gas sponsor", contracts.gasSponsor);
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
