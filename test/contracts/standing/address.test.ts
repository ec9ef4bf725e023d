import assert from "node:assert/strict";
import fc from "fast-check";
import { type Address, getAddress, zeroAddress } from "viem";
import { boxOf, feeBasisPoints, standingAddressOf, standingIdOf } from "../../../src/protocol/index.ts";
import { standings } from "../../protocol/standings.ts";
import { viem } from "../fixture.ts";
import { assertNotSwept, feeRecipient, merchant, standingFixture, termsOf } from "./fixture.ts";

describe("standingIdOf, addressOf and boxOf", () => {
  it("equal the off-chain protocol for any terms", async () => {
    const { standing } = await standingFixture();
    await fc.assert(
      fc.asyncProperty(standings, async (terms) => {
        assert.equal(await standing.read.standingIdOf([terms]), standingIdOf(terms));
        assert.equal(await standing.read.addressOf([terms]), standingAddressOf(terms, standing.address));
        for (const { recipient } of terms.parts) {
          assert.equal(await standing.read.boxOf([recipient]), boxOf(recipient, standing.address));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("give an id to terms that could never be swept, and no address: on chain and off", async () => {
    const deployed = await standingFixture();
    const { standing } = deployed;
    const seven = Array.from({ length: 7 }, () => ({ recipient: merchant, bps: 1_000 }));
    const refused: { parts: { recipient: Address; bps: number }[]; error: string; args: unknown[] }[] = [
      { parts: [], error: "NoShares", args: [] },
      { parts: seven, error: "TooManySellers", args: [6n] },
      { parts: [{ recipient: zeroAddress, bps: 10_000 }], error: "InvalidRecipient", args: [0n] },
      {
        parts: [
          { recipient: merchant, bps: 1 },
          { recipient: standing.address, bps: 9_999 },
        ],
        error: "InvalidRecipient",
        args: [1n],
      },
      {
        parts: [
          { recipient: merchant, bps: 10_000 },
          { recipient: merchant, bps: 0 },
        ],
        error: "ZeroAmount",
        args: [1n],
      },
      { parts: [{ recipient: merchant, bps: 9_999 }], error: "InvalidParts", args: [9_999n] },
      { parts: [{ recipient: merchant, bps: 10_001 }], error: "InvalidParts", args: [10_001n] },
    ];
    for (const { parts, error, args } of refused) {
      const terms = { ...termsOf([]), parts };
      assert.equal(await standing.read.standingIdOf([terms]), standingIdOf(terms));
      assert.throws(() => standingAddressOf(terms, standing.address), RangeError);
      const read = standing.read.addressOf([terms]) as Promise<unknown>;
      await viem.assertions.revertWithCustomErrorWithArgs(read as never, standing, error as never, args as never);
      await assertNotSwept(
        deployed,
        merchant,
        deployed.tokens.usdc.address,
        () => standing.write.sweep([terms, deployed.tokens.usdc.address]),
        error,
        args,
      );
    }
  });

  it("stand on what was fixed at deployment, which refuses a fee above 10% and a fee recipient of zero", async () => {
    const { standing } = await standingFixture();
    assert.equal(await standing.read.FEE_BPS(), feeBasisPoints);
    assert.equal(await standing.read.FEE_RECIPIENT(), feeRecipient);
    const code = await viem.getContractAt("DepositAddress", await standing.read.DEPOSIT_ADDRESS_CODE());
    assert.equal(await code.read.DEPLOYER(), getAddress(standing.address));
    const deploy = (fee: bigint, recipient: Address) => viem.deployContract("StandingDeposits", [fee, recipient]);
    await viem.assertions.revertWithCustomErrorWithArgs(deploy(1_001n, merchant), standing, "FeeTooHigh", [1_001n]);
    await viem.assertions.revertWithCustomError(deploy(100n, zeroAddress), standing, "InvalidFeeRecipient");
    assert.equal(await (await deploy(1_000n, merchant)).read.FEE_BPS(), 1_000n);
  });
});
