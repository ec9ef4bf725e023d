import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { createBlockTimer } from "../../src/sandbox/block-timer.ts";

/** A chain that counts its blocks, and a clock that is moved by hand. */
async function startTimer() {
  mock.timers.enable({ apis: ["setInterval"] });
  const chain = { blocks: 0, waiting: 0 };
  const timer = createBlockTimer({
    async mine() {
      chain.blocks += 1;
      chain.waiting = 0;
    },
    hasTransactions: async () => chain.waiting > 0,
  });
  await timer.every(1);
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      mock.timers.tick(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { chain, timer, pass, [Symbol.dispose]: () => mock.timers.reset() };
}

test("createBlockTimer: a block each second, one in ten once nothing happens, and one at once when something does", async () => {
  using at = await startTimer();
  const { chain, pass } = at;
  await pass(120);
  assert.equal(chain.blocks, 120);
  await pass(100);
  assert.equal(chain.blocks, 130);
  chain.waiting = 1;
  await pass(1);
  assert.equal(chain.blocks, 131);
  await pass(60);
  assert.equal(chain.blocks, 191);
});

test("createBlockTimer: stopped, it makes none; a chain that does not answer is asked once", async () => {
  using at = await startTimer();
  const { chain, timer, pass } = at;
  await timer.every(0);
  await pass(5);
  assert.equal(chain.blocks, 0);
  let asked = 0;
  const frozen = createBlockTimer({
    mine: () => new Promise(() => {}),
    async hasTransactions() {
      asked += 1;
      return false;
    },
  });
  await frozen.every(1);
  await pass(5);
  assert.equal(asked, 1);
});
