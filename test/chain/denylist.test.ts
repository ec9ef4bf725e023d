import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type Address, encodeFunctionData, parseAbi } from "viem";
import { createChainClient, findDenied, isDenied } from "../../src/chain/index.ts";
import type { Chain, Token } from "../../src/protocol/index.ts";
import { chainByNetwork } from "../../src/protocol/index.ts";
import { type BareChains, startBareChains } from "../../src/sandbox/bare-chains.ts";
import type { ChainProcess } from "../../src/sandbox/chain-process.ts";
import { transact } from "../../src/sandbox/local-chain.ts";

const polygon = chainByNetwork("polygon") as Chain;
const tokenOf = (symbol: string) => polygon.tokens.find((token) => token.symbol === symbol) as Token;
const denied: Address = "0x2222222222222222222222222222222222222222";
const others: Address[] = ["0x3333333333333333333333333333333333333333", "0x4444444444444444444444444444444444444444"];

let directory: string;
let bare: BareChains;
let on: ChainProcess;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  bare = await startBareChains({ chains: [polygon], directory });
  on = bare.chains[0] as ChainProcess;
});
after(async () => {
  await bare?.stop();
  await rm(directory, { recursive: true });
});

test("findDenied: what Circle and Tether have denied is found by one request, each by its own function", async () => {
  const client = createChainClient(polygon, [on.rpcUrl]);
  const denials = { USDC: "function blacklist(address account)", USDT: "function addToBlockedList(address account)" };
  for (const [symbol, signature] of Object.entries(denials)) {
    const token = tokenOf(symbol);
    assert.deepEqual(await findDenied(client, token, [denied, ...others]), [], symbol);
    await transact(
      on.local,
      token.address,
      encodeFunctionData({ abi: parseAbi([signature]), args: [denied] } as never),
    );
    assert.deepEqual(await findDenied(client, token, [...others, denied]), [denied], symbol);
    assert.equal(await isDenied(client, token, denied), true);
  }
  assert.equal(await isDenied(client, { ...tokenOf("USDC"), denylist: "none" }, denied), false);
});
