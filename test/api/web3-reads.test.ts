import assert from "node:assert/strict";
import { test } from "node:test";
import { createPublicClient, custom } from "viem";
import { base } from "../chain/chains.ts";
import { emptyChain } from "../support/empty-chain.ts";
import { startTestServer } from "../support/test-server.ts";

test("web3: what is read through us goes by the client for reads, whose budget our own checks do not share", async () => {
  const request = async () => "0x99";
  const reads = createPublicClient({ transport: custom({ request }, { retryCount: 0 }) });
  const own = emptyChain(base);
  await using server = await startTestServer({ services: new Map([[base.id, { ...own, reads }]]) });
  const ask = { jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] };
  const { body } = await server.call("POST", `/v1/web3/${base.id}`, ask);
  assert.equal(body.result, "0x99");
  assert.equal(await own.client.getBlockNumber(), 0x10n);
});
