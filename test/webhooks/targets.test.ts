import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createNameResolver } from "../../src/webhooks/resolve-name.ts";
import { sendWebhook } from "../../src/webhooks/send.ts";
import { checkWebhookUrl, isPublicAddress, WebhookTargetRefusedError } from "../../src/webhooks/targets.ts";
import { startTestServer } from "../support/test-server.ts";
import { sending, startNameServer } from "./sending.ts";

const secret = `whsec_${Buffer.alloc(24).toString("base64")}`;
const endpoint = (url: string) => ({ url, secrets: [secret] });
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
  // IPv4 addresses that are only written in IPv6, and what is no global unicast.
  "::127.0.0.1",
  "::7f00:1",
  "0:0:0:0:0:0:7f00:0001",
  "::8.8.8.8",
  "::ffff:0:127.0.0.1",
  "64:ff9b:1::7f00:1",
  "fec0::1",
  "fe00::1",
  "4000::1",
  "1::1",
  "100::1",
  "2001::7f00:1",
  "3fff::1",
  "5f00::1",
];

test("only public addresses pass", () => {
  for (const address of privateAddresses) assert.equal(isPublicAddress(address), false, address);
  for (const address of ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1"])
    assert.equal(isPublicAddress(address), true);
});

test("a URL that shows a private target, no TLS or a password is refused before anything is sent", () => {
  for (const address of privateAddresses) {
    const host = address.includes(":") ? `[${address}]` : address;
    assert.throws(() => checkWebhookUrl(`https://${host}/`, "public"), WebhookTargetRefusedError, address);
  }
  // As some clients would still read 127.0.0.1.
  for (const host of [
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.1",
    "localhost",
    "LOCALHOST",
    "a.localhost",
    "localhost.",
    "127.0.0.1.",
    "①②⑦.0.0.1",
    "0x7f.1",
  ]) {
    assert.throws(() => checkWebhookUrl(`https://${host}/`, "public"), WebhookTargetRefusedError, host);
  }
  assert.throws(() => checkWebhookUrl("http://shop.example/", "public"), WebhookTargetRefusedError);
  assert.throws(() => checkWebhookUrl("https://user:password@shop.example/", "public"), WebhookTargetRefusedError);
  checkWebhookUrl("https://shop.example/hooks", "public");
  checkWebhookUrl("http://127.0.0.1:8080/", "any");
});

test("sendWebhook: a name that leads to a private address is refused as the connection is made, though it looked harmless before", async () => {
  let connections = 0;
  const inside = createServer().on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => inside.listen(0, "127.0.0.1", resolve));
  const { port } = inside.address() as AddressInfo;
  let answers: string[] = [];
  const names = await startNameServer(() => answers);
  const resolveName = createNameResolver({ servers: [names.server] });
  for (answers of [["127.0.0.1"], ["1.1.1.1", "127.0.0.1"], ["::1"], ["::7f00:1"], ["169.254.169.254"]]) {
    const url = `https://rebinding.example:${port}/`;
    const result = await sendWebhook(endpoint(url), event, new Date(), { webhookTargets: "public", resolveName });
    assert.equal(result.delivered, false);
    assert.match(result.error ?? "", /is not a public address: nothing was sent/);
  }
  const away = await sendWebhook(endpoint(`https://localhost.:${port}/`), event, new Date(), {
    webhookTargets: "public",
    resolveName,
  });
  assert.match(away.error ?? "", /localhost is not a public address/);
  assert.ok(names.asked.includes("rebinding.example"));
  assert.equal(connections, 0);
  names.stop();
  inside.close();
});

test("createNameResolver: answers come from the hosts file, then from both families of the name servers", async () => {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  const hostsFile = join(directory, "hosts");
  await writeFile(hostsFile, "127.0.0.1 localhost\n10.1.2.3 shop.internal shop # 10.9.9.9 other.example\n");
  const known: Record<string, string[]> = { "both.example": ["1.2.3.4", "::1"], "four.example": ["1.2.3.4"] };
  const names = await startNameServer((name) => known[name] ?? []);
  const resolveName = createNameResolver({ servers: [names.server], hostsFile });
  const resolve = async (name: string) =>
    (await resolveName(name, AbortSignal.timeout(60_000))).map(({ address, family }) => `${family} ${address}`);
  assert.deepEqual(await resolve("SHOP.internal."), ["4 10.1.2.3"]);
  assert.deepEqual(await resolve("both.example"), ["4 1.2.3.4", "6 ::1"]);
  assert.deepEqual(await resolve("four.example"), ["4 1.2.3.4"]);
  assert.deepEqual(await resolve("localhost"), ["4 127.0.0.1", "6 ::1"]);
  await assert.rejects(resolve("other.example"), /ENODATA|ENOTFOUND/);
  names.stop();
  await rm(directory, { recursive: true });
});

test("createNameResolver: a name whose server never answers is given up at once when it is told to", async () => {
  const names = await startNameServer(() => undefined);
  const giveUp = new AbortController();
  const resolving = createNameResolver({ servers: [names.server] })("silent.example", giveUp.signal);
  setTimeout(() => giveUp.abort(new Error("given up")), 50);
  await assert.rejects(resolving, /given up/);
  names.stop();
});

test("a receiver that never answers is given up after ten seconds", { timeout: 60_000 }, async () => {
  const hanging = createServer(() => {});
  await new Promise<void>((resolve) => hanging.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(hanging.address() as AddressInfo).port}/`;
  const result = await sendWebhook(endpoint(url), event, new Date(), sending);
  assert.deepEqual(result, {
    delivered: false,
    gone: false,
    responseStatus: null,
    error: "The receiver did not answer within 10 seconds.",
  });
  hanging.closeAllConnections();
  hanging.close();
});

/** What a receiver sends once it was asked, and how its connection goes on. */
const strangeAnswers: Record<string, (socket: Socket) => void> = {
  "101 Switching Protocols": (socket) =>
    socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"),
  "101 without an upgrade": (socket) => socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"),
  "endless informational answers": (socket) => repeat(socket, "HTTP/1.1 103 Early Hints\r\nlink: <a>\r\n\r\n"),
  "endless headers": (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    repeat(socket, `x-more: ${"x".repeat(1_000)}\r\n`);
  },
  "half a status line": (socket) => socket.write("HTTP/1.1 2"),
  "no answer and the end": (socket) => socket.end(),
};

function repeat(socket: Socket, text: string): void {
  const writing = setInterval(() => socket.write(text), 2);
  socket.on("close", () => clearInterval(writing));
}

for (const [title, answer] of Object.entries(strangeAnswers)) {
  test(`sendWebhook: ${title}: it fails within ten seconds and its connection is closed`, {
    timeout: 60_000,
  }, async () => {
    const closed = Promise.withResolvers<void>();
    const receiver = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.on("close", () => closed.resolve());
      socket.once("data", () => answer(socket));
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const result = await sendWebhook(endpoint(url), event, new Date(), sending);
    assert.equal(result.delivered, false);
    assert.ok(result.error);
    await closed.promise;
    receiver.close();
  });
}

test("an endless answer is not read to its end", async () => {
  const endless = createServer((_request, response) => {
    response.writeHead(200);
    const writing = setInterval(() => response.write("x".repeat(10_000)), 1);
    response.on("close", () => clearInterval(writing));
  });
  await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`;
  assert.equal((await sendWebhook(endpoint(url), event, new Date(), sending)).delivered, true);
  endless.closeAllConnections();
  endless.close();
});

test("the API refuses such a URL at its path", async () => {
  await using server = await startTestServer({ webhookTargets: "public" });
  const { status, body } = await server.call("POST", "/v1/webhooks", { url: "https://169.254.169.254/latest" });
  assert.deepEqual([status, body.errors[0].path], [400, ["url"]]);
});
