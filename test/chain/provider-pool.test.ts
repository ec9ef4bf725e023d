import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { after, before, beforeEach, test } from "node:test";
import { numberToHex } from "viem";
import { createChainClient } from "../../src/chain/client.ts";
import { type Chain, chainByNetwork } from "../../src/protocol/index.ts";

const base = chainByNetwork("base") as Chain;
const start = new Date("2026-03-01T12:00:00Z");

/** An endpoint that answers two questions, with a head as old as the test says. */
type Endpoint = { server: Server; url: string; behind: number; asked: number; isDown: boolean; blockNumber: bigint };

let now = start;
const endpoints: Endpoint[] = [];

before(async () => {
  for (const blockNumber of [100n, 200n]) {
    const endpoint: Endpoint = { server: createServer(), url: "", behind: 0, asked: 0, isDown: false, blockNumber };
    endpoint.server.on("request", async (request, response) => {
      const body = JSON.parse(await text(request));
      if (endpoint.isDown) return response.writeHead(503).end();
      const answer = ({ id, method }: { id: number; method: string }) => {
        const timestamp = numberToHex(Math.floor((now.getTime() - endpoint.behind) / 1000));
        if (method === "eth_getBlockByNumber") return { jsonrpc: "2.0", id, result: { timestamp } };
        endpoint.asked += 1;
        return { jsonrpc: "2.0", id, result: numberToHex(endpoint.blockNumber) };
      };
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(Array.isArray(body) ? body.map(answer) : answer(body)));
    });
    await new Promise<void>((resolve) => endpoint.server.listen(0, "127.0.0.1", resolve));
    endpoint.url = `http://127.0.0.1:${(endpoint.server.address() as AddressInfo).port}`;
    endpoints.push(endpoint);
  }
});
after(() => {
  for (const { server } of endpoints) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => {
  now = start;
  for (const endpoint of endpoints) Object.assign(endpoint, { behind: 0, asked: 0, isDown: false });
});

const newClient = () =>
  createChainClient(
    base,
    endpoints.map(({ url }) => url),
    () => now,
  );

test("the first endpoint is asked while it is healthy", async () => {
  assert.equal(await newClient().getBlockNumber(), 100n);
  assert.equal(endpoints[1]?.asked, 0);
});

test("an endpoint that answers and is far behind is not asked, until it has caught up", async () => {
  const [first] = endpoints as [Endpoint, Endpoint];
  first.behind = 3_600_000;
  const client = newClient();
  assert.equal(await client.getBlockNumber(), 200n);
  assert.equal(first.asked, 0);
  first.behind = 0;
  now = new Date(now.getTime() + 5_000);
  assert.equal(await client.getBlockNumber(), 200n);
  now = new Date(now.getTime() + 5_000);
  assert.equal(await client.getBlockNumber(), 100n);
});

test("an endpoint that is behind the other by more than a moment is not asked", async () => {
  const [first] = endpoints as [Endpoint, Endpoint];
  first.behind = 29_000;
  assert.equal(await newClient().getBlockNumber(), 100n);
  first.behind = 40_000;
  assert.equal(await newClient().getBlockNumber(), 200n);
});

test("an endpoint that goes down between two looks is passed over at once", async () => {
  const [first] = endpoints as [Endpoint, Endpoint];
  const client = newClient();
  assert.equal(await client.getBlockNumber(), 100n);
  first.isDown = true;
  assert.equal(await client.getBlockNumber(), 200n);
});

test("where none is healthy the chain is read all the same: its clock may stand still", async () => {
  for (const endpoint of endpoints) endpoint.behind = 3_600_000;
  assert.equal(await newClient().getBlockNumber(), 100n);
});
