import { fileURLToPath } from "node:url";
import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { configVariable, defineConfig } from "hardhat/config";
import type { HttpNetworkUserConfig } from "hardhat/types/config";
import type { HardhatPlugin } from "hardhat/types/plugins";
import { type Chain, chains } from "./src/protocol/index.ts";
import { networkVariable } from "./src/protocol/network-variable.ts";

/**
 * Warnings about what we import, which say nothing of our code: Solady marks its assembly as memory-safe in the old way too, and
 * OpenZeppelin's lock is in transient storage, which it clears at the end of every call.
 */
const quietWarnings = [
  "Natspec memory-safe-assembly special comment",
  "Transient storage as defined by EIP-1153 can break the composability",
];

const quietImports: HardhatPlugin = {
  id: "railsplit-quiet-imports",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        async getCompilationJobErrors(context, job, output, next) {
          const errors = await next(context, job, output);
          return errors.filter(
            ({ severity, message }) =>
              severity !== "warning" || !quietWarnings.some((known) => message.startsWith(known)),
          );
        },
      }),
    }),
  },
};

function solidityTests({ fuzzRuns, invariantRuns }: { fuzzRuns: number; invariantRuns: number }) {
  return {
    // Permit2's init code.
    fsPermissions: {
      readFile: ["node_modules/hardhat-predeploy/bin/0x000000000022D473030F116dDEE9F6B43aC78BA3.bytecode"],
    },
    fuzz: { runs: fuzzRuns, seed: "0x5a11" },
    invariant: { runs: invariantRuns, depth: 100, failOnRevert: false },
  };
}

const compiler = {
  version: "0.8.37",
  // The compiler from npm: nothing is downloaded.
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: {
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 1_000_000 },
    // Code, and so addresses, follow from what the contracts do, not from comments or from what else is compiled with them.
    metadata: { bytecodeHash: "none" },
  },
} as const;

/** Deploying from a Ledger. Its plugin brings native code, so whoever needs it installs it: see docs/deploying.md. */
const { DEPLOYER_LEDGER_ADDRESS: ledgerAddress } = process.env;
const ledger = "@nomicfoundation/hardhat-ledger";
const ledgerPlugins: HardhatPlugin[] = ledgerAddress ? [await loadLedgerPlugin()] : [];

async function loadLedgerPlugin(): Promise<HardhatPlugin> {
  try {
    return (await import(ledger)).default;
  } catch (cause) {
    throw new Error(`DEPLOYER_LEDGER_ADDRESS is set, and ${ledger} is not installed: see docs/deploying.md.`, {
      cause,
    });
  }
}

/** Endpoints and keys come from Hardhat's keystore or the environment, and are asked for only when used. */
function networkOf({ id, network }: Chain): HttpNetworkUserConfig {
  const variable = networkVariable(network, "RPC_URL");
  // The server takes several endpoints with commas between; one is enough here.
  const url = process.env[variable]?.split(",")[0]?.trim() ?? configVariable(variable);
  return {
    type: "http",
    chainId: id,
    url,
    ...(ledgerAddress ? { ledgerAccounts: [ledgerAddress] } : { accounts: [configVariable("DEPLOYER_PRIVATE_KEY")] }),
  };
}

export default defineConfig({
  networks: Object.fromEntries(chains.map((chain) => [chain.network, networkOf(chain)])),
  verify: {
    etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") },
    sourcify: process.env.SOURCIFY_URL ? { apiUrl: process.env.SOURCIFY_URL } : {},
  },
  plugins: [
    ...ledgerPlugins,
    hardhatViem,
    hardhatViemAssertions,
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatTypechain,
    hardhatIgnitionViem,
    hardhatKeystore,
    hardhatVerify,
    quietImports,
  ],
  // What is tested is what is deployed, and what explorers are told.
  solidity: { profiles: { default: compiler, production: compiler } },
  paths: { tests: { mocha: "test/contracts", solidity: "test/contracts/solidity" } },
  test: {
    mocha: { timeout: 120_000 },
    solidity: {
      // A run of `npm run test:deep` is a hundred times as long.
      profiles: {
        default: solidityTests({ fuzzRuns: 10_000, invariantRuns: 60 }),
        deep: solidityTests({ fuzzRuns: 1_000_000, invariantRuns: 2_000 }),
      },
    },
  },
});
