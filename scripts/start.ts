import { join } from "node:path";
import { parseArgs } from "node:util";
import { sandboxAccounts } from "../src/sandbox/accounts.ts";
import { readChains, readPort, runCommand, sandboxHelp, sandboxOptions } from "../src/sandbox/command-line.ts";
import { untilToldToStop, whenAborted } from "../src/sandbox/lifetime.ts";
import { usualPorts } from "../src/sandbox/ports.ts";
import { inOwnFolder } from "../src/sandbox/runs.ts";
import { type SandboxState, statePath } from "../src/sandbox/state.ts";
import { buildContracts } from "./build-contracts.ts";
import { startStack } from "./stack.ts";
import { printTable } from "./table.ts";

const help = `Usage: npm start -- [options]

Starts the whole product on local chains and keeps it until Ctrl-C: chains, bundlers, the API with a merchant, and a receiver of webhooks.

${sandboxHelp}
  --api-port N       where the API listens (default: ${usualPorts.api}, or further on where that is taken)
  --strict           with the limits of a server in production, which are relaxed otherwise`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: { ...sandboxOptions, "api-port": { type: "string" }, strict: { type: "boolean", default: false } },
  });
  if (values.help) {
    console.log(help);
    return;
  }
  const chains = readChains(values.chains);
  const ports = {
    firstPort: readPort("--first-port", values["first-port"]),
    apiPort: readPort("--api-port", values["api-port"]),
  };
  const signal = untilToldToStop();
  await inOwnFolder({ name: values.sandbox, usualName: "start" }, async ({ directory }) => {
    console.error("Starting local chains, bundlers and the API …");
    await buildContracts({ signal });
    await using stack = await startStack({
      chains,
      ...ports,
      directory,
      // In memory, what the database writes ahead would grow for as long as this runs.
      database: { directory: join(directory, "database") },
      strict: values.strict,
      report: (line) => console.error(`  ${line}`),
      onWebhook: ({ type, data }) => console.log(`webhook  ${type}  ${data.id}  ${data.status}`),
      signal,
    });
    console.log(
      values.strict ? "\nLimits as in production, but for:\n" : "\nRelaxed limits (--strict has production's):\n",
    );
    printTable(
      ["limit", "here", "in production"],
      stack.relaxed.map(({ limit, sandbox: here, production }) => [limit, here, production]),
    );
    console.log(welcome(stack.state, directory));
    const failure = await Promise.race([stack.sandbox.failure, whenAborted(signal)]);
    if (failure !== undefined) throw new Error(failure);
    console.error("Stopping …");
  });
}, help);

function welcome({ apiUrl, apiKey, ownerUrl, mailboxUrl }: SandboxState, directory: string): string {
  return `
API            ${apiUrl}
API key        ${apiKey}
Dashboard      ${ownerUrl} (signs you in as the owner)
API reference  ${apiUrl}/docs
Chain health   ${apiUrl}/v1/status
Checkout       ${apiUrl}/pay/preview (its screens, without a payment)
Mails          ${mailboxUrl} (what was sent, and every template)
For programs   ${statePath(directory)} (URLs, keys, addresses, funded accounts)
Logs           ${directory}/logs

Create a payment, and open its paymentUrl in a browser:

  curl -s ${apiUrl}/v1/payments -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' \\
    -d '{"amount":"250.00","currency":"USD"}'

Have webhooks come to a shop of your own, signed with the webhookSecret of ${statePath(directory)}:

  curl -s -X PUT ${apiUrl}/v1/webhooks -H 'Authorization: Bearer ${apiKey}' -H 'Content-Type: application/json' \\
    -d '{"url":"http://127.0.0.1:3000/webhooks"}'

The accounts there hold stablecoins on every chain. These of them hold no native token for gas:

  ${sandboxAccounts.payersWithoutNative.map(({ address }) => address).join("\n  ")}

The page offers a sandbox wallet that pays with one click. Verified webhooks are printed below. Stop with Ctrl-C.
`;
}
