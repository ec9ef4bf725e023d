import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { pino } from "pino";
import { startTestServer, type TestServer } from "../support/test-server.ts";

let log = "";
let server: TestServer;
before(async () => {
  const write = (line: string) => {
    log += line;
  };
  server = await startTestServer({ log: pino({ level: "info" }, { write }) });
});
after(() => server[Symbol.asyncDispose]());

async function newQuote() {
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "250.00", currency: "USD" });
  const choice = { chainId: 8453, token: "USDC" };
  const { body: quote } = await server.call("POST", `/v1/checkout/${payment.id}/quotes`, choice, {});
  return { ...quote, paymasterPath: new URL(quote.paymasterUrl).pathname };
}

const ask = (path: string, headers: Record<string, string> = {}) =>
  server.call("POST", path, { jsonrpc: "2.0", id: 1, method: "pm_getPaymasterStubData", params: [] }, headers);

test("the paymaster's URL opens for its own token only", async () => {
  const { checkoutToken, paymasterPath } = await newQuote();
  // This server serves no chain: to hear so is to have been let in.
  assert.equal((await ask(paymasterPath)).body.code, "CHAIN_NOT_FOUND");
  const token = paymasterPath.split("/").at(-1) as string;
  for (const other of ["pm_unknown", checkoutToken, token.toUpperCase(), `${token}x`]) {
    assert.equal((await ask(`/v1/paymaster/${other}`)).status, 401);
  }
});

test("wallets ask from any origin, and the token in the path is not in the log", async () => {
  const { paymasterPath } = await newQuote();
  const preflight = await server.call("OPTIONS", paymasterPath, undefined, { origin: "https://wallet.example" });
  assert.equal(preflight.status, 204);
  assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
  const { status, headers } = await ask(paymasterPath);
  assert.deepEqual([status, headers.get("access-control-allow-origin")], [404, "*"]);
  await ask(`${paymasterPath}/mistyped`);
  assert.match(log, /\/v1\/paymaster\/pm_…/);
  assert.equal(log.includes(paymasterPath), false);
});
