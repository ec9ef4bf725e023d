import { fileURLToPath } from "node:url";
import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";

/** Solady marks its assembly as memory-safe in the old way too, and solc 0.8.37 says so fifty times. */
const quietSolady: HardhatPlugin = {
  id: "railsplit-quiet-solady",
  hookHandlers: {
    solidity: async () => ({
      default: async () => ({
        async getCompilationJobErrors(context, job, output, next) {
          const errors = await next(context, job, output);
          return errors.filter(({ message }) => !message.startsWith("Natspec memory-safe-assembly special comment"));
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

export default defineConfig({
  plugins: [
    hardhatViem,
    hardhatViemAssertions,
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatTypechain,
    hardhatIgnitionViem,
    hardhatKeystore,
    hardhatVerify,
    quietSolady,
  ],
  solidity: {
    version: "0.8.37",
    // The compiler from npm: nothing is downloaded.
    path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
    settings: {
      evmVersion: "cancun",
      viaIR: true,
      optimizer: { enabled: true, runs: 1_000_000 },
    },
  },
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
