import assert from "node:assert/strict";
import { type Address, encodeFunctionData, getAddress, toFunctionSelector, zeroAddress } from "viem";
import { boxOf, standingDepositsAbi } from "../../../src/protocol/index.ts";
import { chain, sellers, viem, type Wallet, wallets } from "../fixture.ts";
import {
  assertNotSwept,
  balanceOf,
  manners,
  merchant,
  type StandingFixture,
  standingAs,
  standingFixture,
} from "./fixture.ts";

const [elsewhere] = sellers as [Address];

/** Puts an amount into a recipient's box, as a sweep would. */
async function fill(deployed: StandingFixture, recipient: Address, token: Address, amount: bigint): Promise<Address> {
  const box = boxOf(recipient, deployed.standing.address);
  if (token === zeroAddress) await wallets.payer.sendTransaction({ to: box, value: amount });
  else await (await viem.getContractAt("ScriptedToken", token)).write.mint([box, amount]);
  return box;
}

/** Runs `call`, and proves that all of the box went to `to`. */
async function assertCollects(box: Address, token: Address, to: Address, call: () => Promise<`0x${string}`>) {
  const held = await balanceOf(token, box);
  const before = await balanceOf(token, to);
  assert.ok(held > 0n);
  await chain.waitForTransactionReceipt({ hash: await call() });
  assert.equal(await balanceOf(token, to), before + held);
  assert.equal(await balanceOf(token, box), 0n);
}

describe("collect", () => {
  it("pays a recipient all that its box holds, whoever calls, and again later: a token and the native one", async () => {
    const deployed = await standingFixture();
    const contract = await standingAs(deployed);
    for (const token of [deployed.scripted.address, zeroAddress, deployed.scripted.address, zeroAddress]) {
      const box = await fill(deployed, merchant, token, 7n);
      await assertCollects(box, token, merchant, () => contract.write.collect([merchant, token]));
    }
  });

  it("says when there is nothing, with whose box it is", async () => {
    const deployed = await standingFixture();
    const contract = await standingAs(deployed);
    for (const token of [deployed.tokens.usdc.address, zeroAddress]) {
      const call = () => contract.write.collect([merchant, token]);
      await assertNotSwept(deployed, merchant, token, call, "NothingToCollect", [merchant]);
    }
  });

  it("sends nothing to zero, nor to the contract", async () => {
    const deployed = await standingFixture();
    const contract = await standingAs(deployed);
    const token = deployed.scripted.address;
    for (const recipient of [zeroAddress, getAddress(deployed.standing.address)]) {
      const box = await fill(deployed, recipient, token, 7n);
      const call = () => contract.write.collect([recipient, token]);
      await assertNotSwept(deployed, box, token, call, "InvalidDestination", [recipient]);
    }
  });

  it("fails while the token denies the recipient, and the money waits", async () => {
    const deployed = await standingFixture();
    const contract = await standingAs(deployed);
    const token = deployed.scripted.address;
    const box = await fill(deployed, merchant, token, 7n);
    for (const manner of [manners.reverts, manners.answersFalse]) {
      await deployed.scripted.write.treat([merchant, manner]);
      await assert.rejects(contract.write.collect([merchant, token]));
      assert.equal(await balanceOf(token, box), 7n);
    }
    await deployed.scripted.write.treat([merchant, manners.answersNothing]);
    await assertCollects(box, token, merchant, () => contract.write.collect([merchant, token]));
  });

  it("lets nobody but the contract move what a box holds", async () => {
    const deployed = await standingFixture();
    const contract = await standingAs(deployed);
    const token = deployed.scripted.address;
    const box = await fill(deployed, merchant, token, 7n);
    await contract.write.collect([merchant, token]);
    await fill(deployed, merchant, token, 7n);
    const clone = await viem.getContractAt("DepositAddress", box, { client: { wallet: wallets.merchant } });
    const release = clone.write.release([token, merchant, 7n]);
    await viem.assertions.revertWithCustomError(release, clone, "OnlyDeployer");
  });
});

describe("collectTo", () => {
  const asMerchant = (deployed: StandingFixture, wallet: Wallet = wallets.merchant) => standingAs(deployed, wallet);

  it("sends the caller's own box to anywhere", async () => {
    const deployed = await standingFixture();
    const contract = await asMerchant(deployed);
    for (const token of [deployed.scripted.address, zeroAddress]) {
      const box = await fill(deployed, merchant, token, 7n);
      await assertCollects(box, token, elsewhere, () => contract.write.collectTo([token, elsewhere]));
    }
  });

  it("sends no other's", async () => {
    const deployed = await standingFixture();
    const token = deployed.scripted.address;
    const box = await fill(deployed, merchant, token, 7n);
    const contract = await asMerchant(deployed, wallets.relayer);
    const call = () => contract.write.collectTo([token, elsewhere]);
    await assertNotSwept(deployed, box, token, call, "NothingToCollect", [getAddress(wallets.relayer.account.address)]);
  });

  it("sends nothing to zero, where some tokens burn it, nor to the contract", async () => {
    const deployed = await standingFixture();
    const token = deployed.scripted.address;
    const box = await fill(deployed, merchant, token, 7n);
    const contract = await asMerchant(deployed);
    for (const to of [zeroAddress, getAddress(deployed.standing.address)]) {
      const call = () => contract.write.collectTo([token, to]);
      await assertNotSwept(deployed, box, token, call, "InvalidDestination", [to]);
    }
  });

  it("gets a contract its money that cannot take it itself", async () => {
    const deployed = await standingFixture();
    const hostile = await viem.deployContract("HostileRecipient", [false, false]);
    const box = await fill(deployed, hostile.address, zeroAddress, 7n);
    const contract = await standingAs(deployed);
    await assert.rejects(contract.write.collect([hostile.address, zeroAddress]));
    const data = encodeFunctionData({
      abi: standingDepositsAbi,
      functionName: "collectTo",
      args: [zeroAddress, elsewhere],
    });
    await assertCollects(box, zeroAddress, elsewhere, () => hostile.write.run([deployed.standing.address, data]));
  });
});

describe("collect and collectTo called back into", () => {
  for (const outer of ["collect", "collectTo"] as const) {
    for (const inner of ["collect", "collectTo", "sweep"] as const) {
      it(`${outer} by ${inner}: refused, and paid once`, async () => {
        const deployed = await standingFixture();
        const { scripted, standing } = deployed;
        const token = scripted.address;
        const box = await fill(deployed, merchant, token, 7n);
        await fill(deployed, token, token, 7n);
        const terms = {
          ref: `0x${"00".repeat(32)}` as const,
          chainId: 0n,
          parts: [{ recipient: merchant, bps: 10_000 }],
        };
        const args = { collect: [merchant, token], collectTo: [token, elsewhere], sweep: [terms, token] }[inner];
        const data = encodeFunctionData({ abi: standingDepositsAbi, functionName: inner, args: args as never });
        await scripted.write.callBackIn([1n, standing.address, data]);
        const contract = await standingAs(deployed, wallets.merchant);
        if (outer === "collect")
          await assertCollects(box, token, merchant, () => contract.write.collect([merchant, token]));
        else await assertCollects(box, token, elsewhere, () => contract.write.collectTo([token, elsewhere]));
        assert.equal(await scripted.read.answer(), toFunctionSelector("ReentrancyGuardReentrantCall()"));
      });
    }
  }
});
