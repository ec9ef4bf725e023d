import { parseArgs } from "node:util";
import { Railsplit } from "../clients/typescript/index.ts";
import { startShop } from "../examples/shop/shop.ts";
import { readPort, runCommand } from "../src/sandbox/command-line.ts";
import { untilToldToStop, whenAborted } from "../src/sandbox/lifetime.ts";
import { findRun } from "../src/sandbox/runs.ts";

const help = `Usage: npm run shop -- [options]

Runs examples/shop on what \`npm start\` runs in another terminal: a shop that sells one thing, opens the checkout in its page, and ships on
the webhook. Until it is stopped the sandbox merchant's webhooks go to the shop.

  --sandbox NAME   which one it sells with (default: the newest that runs)
  --port N         where the shop listens (default: 18490)
  --database FILE  its books (default: in memory)`;

await runCommand(async () => {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", short: "h" },
      sandbox: { type: "string" },
      port: { type: "string", default: "18490" },
      database: { type: "string", default: ":memory:" },
    },
  });
  if (values.help) return console.log(help);
  const { apiUrl, apiKey, webhookSecret } = (await findRun(values.sandbox)).state;
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
