import { parseArgs } from "node:util";
import { readChains, readPort, runCommand, sandboxHelp, sandboxOptions } from "./command-line.ts";
import { untilToldToStop, whenAborted } from "./lifetime.ts";
import { startSandbox } from "./sandbox.ts";

const help = `Usage: npm run sandbox -- [options]

Starts local chains with the real ids, tokens and contracts, and a bundler for each. Ctrl-C stops them.

${sandboxHelp}`;

await runCommand(async () => {
  const { values } = parseArgs({ options: sandboxOptions });
  if (values.help) {
    console.log(help);
    return;
  }
  const signal = untilToldToStop();
  await using sandbox = await startSandbox({
    chains: readChains(values.chains),
    firstPort: readPort("--first-port", values["first-port"]),
    directory: ".sandbox",
    report: (line) => console.error(`  ${line}`),
    signal,
  });
  for (const { chain, rpcUrl, bundlerUrl, router } of sandbox.chains.values()) {
    console.log(`${chain.name} (${chain.id})\n  RPC      ${rpcUrl}\n  bundler  ${bundlerUrl}\n  router   ${router}`);
  }
  console.log("\nStop with Ctrl-C.");
  const failure = await Promise.race([sandbox.failure, whenAborted(signal)]);
  if (failure !== undefined) throw new Error(failure);
}, help);
