import assert from "node:assert/strict";
import { viem, wallets } from "./fixture.ts";

describe("TestTether", () => {
  it("gives anybody up to 10,000 at once, and says what was too much", async () => {
    const token = await viem.deployContract("TestTether");
    const { address } = wallets.payer.account;
    await token.write.drip([address, 10_000_000_000n]);
    await token.write.drip([address, 1n]);
    assert.equal(await token.read.balanceOf([address]), 10_000_000_001n);
    assert.equal(await token.read.decimals(), 6);
    const greedy = token.write.drip([address, 10_000_000_001n]);
    await viem.assertions.revertWithCustomErrorWithArgs(greedy, token, "DripTooLarge", [10_000_000_001n]);
  });
});
