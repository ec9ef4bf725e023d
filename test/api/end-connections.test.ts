import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { Readable } from "node:stream";
import { test } from "node:test";
import Fastify from "fastify";
import { endConnections } from "../../src/api/http/end-connections.ts";
import { startTestServer } from "../support/test-server.ts";

// A stop that waits for a stranger ends by force, and with it what was under way.

/** Before the default, to say which test it was. Milliseconds. */
const timeout = 120_000;

async function connectTo(url: string, sent = "") {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  await once(socket, "connect");
  socket.on("error", () => {});
  socket.write(sent);
  return socket;
}

test("stop: a connection that asks nothing, and one that asks half, hold no server up", { timeout }, async () => {
  const server = await startTestServer({});
  await connectTo(server.url);
  await connectTo(server.url, "GET /healthz HTTP/1.1\r\nhost: x\r\n");
  const asked = await connectTo(server.url, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /healthz HTTP/1.1\r\n");
  await once(asked, "data");
  await server[Symbol.asyncDispose]();
});

test("stop: what is under way is answered whole, and its connection ends with it", { timeout }, async () => {
  const server = Fastify({ forceCloseConnections: "idle" });
  endConnections(server);
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { promise: may, resolve: finish } = Promise.withResolvers<void>();
  server.get("/", async () => {
    begin();
    await may;
    return "x".repeat(1_000_000);
  });
  const answer = fetch(await server.listen({ host: "127.0.0.1", port: 0 }));
  await begun;
  const closed = server.close();
  finish();
  assert.equal((await (await answer).text()).length, 1_000_000);
  await closed;
});

test("stop: a reader that does not read is waited for, and then cut off", { timeout }, async () => {
  const server = Fastify({ forceCloseConnections: "idle" });
  endConnections(server, 100);

  let sent = 0;
  const endless = () =>
    new Readable({
      read() {
        sent += 1;
        this.push(Buffer.alloc(100_000));
      },
    });
  server.get("/", async (_request, reply) => reply.send(endless()));
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const reader = await connectTo(`http://127.0.0.1:${port}`, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
  reader.pause();
  for (let before = -1; before !== sent || sent === 0; await new Promise((resolve) => setTimeout(resolve, 50)))
    before = sent;
  await server.close();
  reader.destroy();
});
