import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Railsplit } from "../clients/typescript/index.ts";
import { startShop } from "../examples/shop/shop.ts";
import { readPort, runCommand } from "../src/sandbox/command-line.ts";
import { untilToldToStop, whenAborted } from "../src/sandbox/lifetime.ts";
import type { SandboxState } from "../src/sandbox/state.ts";

const help = `Usage: npm run shop -- [options]

Runs examples/shop on what \`npm start\` runs in another terminal: a shop that sells one thing, opens the checkout in its page, and ships on
the webhook. Until it is stopped the sandbox merchant's webhooks go to the shop.

  --port N         where the shop listens (default: 18490)
  --database FILE  its books (default: in memory)`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", short: "h" },
      port: { type: "string", default: "18490" },
      database: { type: "string", default: ":memory:" },
    },
  });
  if (values.help) return console.log(help);
  const { apiUrl, apiKey, webhookSecret } = await readState();
  const { port, database } = { ...values, port: readPort("--port", values.port) };
  const railsplit = new Railsplit({ apiKey, baseUrl: apiUrl });
  const shop = await startShop({ railsplitUrl: apiUrl, apiKey, webhookSecret, port, database });
  const before = await railsplit.webhooks.retrieve();
  try {
    await railsplit.webhooks.update({ url: `${shop.url}/webhooks` });
    await railsplit.checkout.updateSettings({ embedOrigins: [shop.url] });
    console.log(`The shop is open: ${shop.url}\nStop with Ctrl-C.`);
    await whenAborted(untilToldToStop());
  } finally {
    await shop.stop();
    // The sandbox may have been stopped first.
    await railsplit.webhooks.update({ url: before.url }).catch(() => undefined);
  }
}, help);

async function readState(): Promise<SandboxState> {
  try {
    return JSON.parse(await readFile(".sandbox/state.json", "utf8"));
  } catch {
    throw new Error("There is no .sandbox/state.json: run `npm start` in another terminal first.");
  }
}
