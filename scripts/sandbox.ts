import { parseArgs } from "node:util";
import { readChains, readPort, runCommand, sandboxHelp, sandboxOptions } from "../src/sandbox/command-line.ts";
import { untilToldToStop, whenAborted } from "../src/sandbox/lifetime.ts";
import { inOwnFolder } from "../src/sandbox/runs.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";
import { buildContracts } from "./build-contracts.ts";

const help = `Usage: npm run sandbox -- [options]

Starts local chains with the real ids, tokens and contracts, and a bundler for each. Ctrl-C stops them.

${sandboxHelp}`;

await runCommand(async () => {
  const { values } = parseArgs({ options: sandboxOptions });
  if (values.help) {
    console.log(help);
    return;
  }
  const chains = readChains(values.chains);
  const firstPort = readPort("--first-port", values["first-port"]);
  const signal = untilToldToStop();
  await inOwnFolder({ name: values.sandbox, usualName: "sandbox" }, async ({ directory }) => {
    await buildContracts({ signal });
    await using sandbox = await startSandbox({
      chains,
      ...(firstPort !== undefined && { firstPort }),
      directory,
      report: (line) => console.error(`  ${line}`),
      signal,
    });
    for (const { chain, rpcUrl, bundlerUrl, router } of sandbox.chains.values()) {
      console.log(`${chain.name} (${chain.id})\n  RPC      ${rpcUrl}\n  bundler  ${bundlerUrl}\n  router   ${router}`);
    }
    console.log("\nStop with Ctrl-C.");
    const failure = await Promise.race([sandbox.failure, whenAborted(signal)]);
    if (failure !== undefined) throw new Error(failure);
  });
}, help);
