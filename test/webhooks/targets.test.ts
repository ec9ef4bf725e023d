import assert from "node:assert/strict";
import dns from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { sendWebhook } from "../../src/webhooks/send.ts";
import { checkWebhookUrl, isPublicAddress, WebhookTargetRefusedError } from "../../src/webhooks/targets.ts";
import { startTestServer } from "../support/test-server.ts";

const secret = `whsec_${Buffer.alloc(24).toString("base64")}`;
const endpoint = (url: string) => ({ url, secret, previousSecret: null, previousSecretExpiresAt: null });
const event = { id: "00000000-0000-7000-8000-000000000000", body: "{}" };

const privateAddresses = [
  "127.0.0.1",
  "127.8.8.8",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.1.1",
  "169.254.169.254",
  "100.64.0.1",
  "0.0.0.0",
  "224.0.0.1",
  "255.255.255.255",
  "192.0.2.1",
  "::",
  "::1",
  "fe80::1",
  "fc00::1",
  "ff02::1",
  "::ffff:10.0.0.1",
  "::ffff:127.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:db8::1",
];

test("only public addresses pass", () => {
  for (const address of privateAddresses) assert.equal(isPublicAddress(address), false, address);
  for (const address of ["1.1.1.1", "93.184.215.14", "2606:4700::1111"]) assert.equal(isPublicAddress(address), true);
});

test("a URL that shows a private target, no TLS or a password is refused before anything is sent", () => {
  for (const address of privateAddresses) {
    const host = address.includes(":") ? `[${address}]` : address;
    assert.throws(() => checkWebhookUrl(`https://${host}/`, "public"), WebhookTargetRefusedError, address);
  }
  // As some clients would still read 127.0.0.1.
  for (const host of ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "LOCALHOST", "a.localhost"]) {
    assert.throws(() => checkWebhookUrl(`https://${host}/`, "public"), WebhookTargetRefusedError, host);
  }
  assert.throws(() => checkWebhookUrl("http://shop.example/", "public"), WebhookTargetRefusedError);
  assert.throws(() => checkWebhookUrl("https://user:password@shop.example/", "public"), WebhookTargetRefusedError);
  checkWebhookUrl("https://shop.example/hooks", "public");
  checkWebhookUrl("http://127.0.0.1:8080/", "any");
});

test("a name that leads to a private address is refused as the connection is made, though it looked harmless before", async (context) => {
  let connections = 0;
  const inside = createServer().on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
  const { port } = inside.address() as AddressInfo;
  let answers: { address: string; family: number }[] = [];
  context.mock.method(dns, "lookup", (...[, , callback]: [unknown, unknown, (...args: unknown[]) => void]) =>
    callback(null, answers),
  );
  for (const addresses of [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1"], ["169.254.169.254"]]) {
    answers = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    const result = await sendWebhook(endpoint(`https://rebinding.example:${port}/`), event, new Date(), "public");
    assert.equal(result.delivered, false);
    assert.match(result.error ?? "", /is not a public address: nothing was sent/);
  }
  assert.equal(connections, 0);
  inside.close();
});

test("a receiver that never answers is given up after ten seconds", { timeout: 30_000 }, async () => {
  const hanging = createServer(() => {});
  await new Promise<void>((resolve) => hanging.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
  const result = await sendWebhook(endpoint(url), event, new Date(), "any");
  assert.deepEqual(result, {
    delivered: false,
    gone: false,
    responseStatus: null,
    error: "The receiver did not answer within 10 seconds.",
  });
  hanging.closeAllConnections();
  hanging.close();
});

test("an endless answer is not read to its end", async () => {
  const endless = createServer((_request, response) => {
    response.writeHead(200);
    const writing = setInterval(() => response.write("x".repeat(10_000)), 1);
    response.on("close", () => clearInterval(writing));
  });
  await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`;
  assert.equal((await sendWebhook(endpoint(url), event, new Date(), "any")).delivered, true);
  endless.closeAllConnections();
  endless.close();
});

test("the API refuses such a URL at its path", async () => {
  await using server = await startTestServer({ webhookTargets: "public" });
  const { status, body } = await server.call("POST", "/v1/webhooks", { url: "https://169.254.169.254/latest" });
  assert.deepEqual([status, body.errors[0].path], [400, ["url"]]);
});
