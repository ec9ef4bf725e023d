import assert from "node:assert/strict";
import { decodeErrorResult, encodeFunctionData, type Hex } from "viem";
import { type PaymentTerms, paymentIdOf } from "../../../src/protocol/index.ts";
import {
  allow,
  type Fixture,
  fixture,
  networkHelpers,
  paymentOf,
  routerAs,
  totalOf,
  viem,
  wallets,
} from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { signAuthorization, signConsent, signPermit, signPermit2, tetherZeroDomain } from "../signatures.ts";
import { amounts, balanceOf, payer, refundee } from "./helpers.ts";

/** Every way into the router that moves money, and how many transfers of three shares and the fee it makes. */
const paths = [
  { name: "pay", transfers: 4 },
  { name: "payWithPermit", transfers: 4 },
  { name: "payWithAuthorization", transfers: 5 },
  { name: "payWithPermit2", transfers: 5 },
  { name: "payWithSignature", transfers: 4 },
  { name: "payFromDeposit", transfers: 5 },
] as const;
type Path = (typeof paths)[number]["name"];

/** The router, a token that calls back, and a payer and a deposit address that have enough for every payment twice. */
async function setUp() {
  const deployed = await fixture();
  const { address } = await viem.deployContract("ReenteringToken", [wallets.relayer.account.address]);
  const token = await viem.getContractAt("ReenteringToken", address, { client: { wallet: wallets.relayer } });
  await token.write.mint([payer, 10n ** 18n]);
  for (const spender of [deployed.router.address, deployed.permit2]) await allow(address, spender, 10n ** 18n);
  const payment = await paymentOf(address, amounts, { refundTo: refundee });
  const deposited = await deployed.router.read.depositAddressOf([payment]);
  await token.write.mint([deposited, 2n * totalOf(payment)]);
  return { ...deployed, token, payment, deposited };
}

/** The call that pays a payment by a path. */
async function callOf(
  { router, permit2 }: Pick<Fixture, "router" | "permit2">,
  path: Path,
  payment: PaymentTerms,
  nonce: bigint,
): Promise<Hex> {
  const { abi, address } = router;
  const domain = tetherZeroDomain;
  switch (path) {
    case "pay":
    case "payFromDeposit":
      return encodeFunctionData({ abi, functionName: path, args: [payment] });
    case "payWithPermit": {
      const { deadline, v, r, s } = await signPermit(wallets.payer, payment, address, domain);
      return encodeFunctionData({ abi, functionName: path, args: [payment, deadline, v, r, s] });
    }
    case "payWithAuthorization": {
      const signature = await signAuthorization(wallets.payer, payment, address, { domain });
      return encodeFunctionData({ abi, functionName: path, args: [payment, payer, 0n, payment.deadline, signature] });
    }
    case "payWithPermit2": {
      const signature = await signPermit2(wallets.payer, payment, { router, permit2 }, nonce);
      return encodeFunctionData({
        abi,
        functionName: path,
        args: [payment, payer, nonce, payment.deadline, signature],
      });
    }
    case "payWithSignature": {
      const signature = await signConsent(wallets.payer, payment, address);
      return encodeFunctionData({ abi, functionName: path, args: [payment, payer, signature] });
    }
  }
}

describe("re-entrancy", () => {
  for (const { name: outer, transfers } of paths) {
    it(`${outer}: called back in any of its transfers, every path finds the payment settled`, async () => {
      const start = await setUp();
      const snapshot = await networkHelpers.takeSnapshot();
      for (const { name: inner } of paths) {
        for (let nth = 1; nth <= transfers; nth += 1) {
          await snapshot.restore();
          const { router, token, payment, deposited } = start;
          const again = await callOf(start, inner, payment, 1n);
          const call = await callOf(start, outer, payment, 0n);
          await token.write.reenter([router.address, again, BigInt(nth)]);
          const from = outer === "payFromDeposit" ? deposited : payer;
          const send = () => wallets.payer.sendTransaction({ to: router.address, data: call });
          await assertSettles(start, payment, from, send);
          assert.equal(await token.read.countdown(), 0n, "it did not call back");
          const error = decodeErrorResult({ abi: router.abi, data: await token.read.lastError() });
          assert.deepEqual([error.errorName, error.args], ["PaymentAlreadySettled", [paymentIdOf(payment)]]);
        }
      }
    });
  }

  it("payFromDeposit: what its address holds beyond goes to refundTo also in the middle of it, and no more", async () => {
    for (let nth = 1n; nth <= 5n; nth += 1n) {
      const { router, token, payment, deposited } = await setUp();
      const reclaim = encodeFunctionData({ abi: router.abi, functionName: "reclaim", args: [payment, token.address] });
      await token.write.reenter([router.address, reclaim, nth]);
      const asStranger = await routerAs(router);
      await asStranger.write.payFromDeposit([payment]);
      assert.equal(await token.read.succeeded(), true);
      assert.equal(await balanceOf(token.address, deposited), 0n);
      assert.equal(await balanceOf(token.address, refundee), totalOf(payment));
      assert.equal(await balanceOf(token.address, router.address), 0n);
    }
  });

  it("reclaim: called back, no path pays, and the beneficiary gets all there was once", async () => {
    for (const { name: inner } of paths) {
      const start = await setUp();
      const { router, token, payment, deposited } = start;
      const again = await callOf(start, inner, payment, 0n);
      await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
      await token.write.reenter([router.address, again, 1n]);
      const asStranger = await routerAs(router);
      await asStranger.write.reclaim([payment, token.address]);
      const error = decodeErrorResult({ abi: router.abi, data: await token.read.lastError() });
      assert.equal(error.errorName, "PaymentExpired");
      assert.equal(await balanceOf(token.address, refundee), 2n * totalOf(payment));
      assert.equal(await balanceOf(token.address, deposited), 0n);
    }
  });

  it("reclaim: called back by itself it finds nothing to reclaim", async () => {
    const { router, token, payment } = await setUp();
    const reclaim = encodeFunctionData({ abi: router.abi, functionName: "reclaim", args: [payment, token.address] });
    await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
    await token.write.reenter([router.address, reclaim, 1n]);
    const asStranger = await routerAs(router);
    await asStranger.write.reclaim([payment, token.address]);
    const error = decodeErrorResult({ abi: router.abi, data: await token.read.lastError() });
    assert.equal(error.errorName, "NothingToReclaim");
  });

  it("reclaim: a hostile token that has the payment's deposit paid in the middle takes all of it back", async () => {
    const deployed = await fixture();
    const { address } = await viem.deployContract("ReenteringToken", [wallets.relayer.account.address]);
    const hostile = await viem.getContractAt("ReenteringToken", address, { client: { wallet: wallets.relayer } });
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo: refundee });
    const deposited = await deployed.router.read.depositAddressOf([payment]);
    await deployed.tokens.usdc.write.mint([deposited, totalOf(payment)]);
    await hostile.write.mint([deposited, 1n]);
    const settle = encodeFunctionData({ abi: deployed.router.abi, functionName: "payFromDeposit", args: [payment] });
    await hostile.write.reenter([deployed.router.address, settle, 1n]);
    const asStranger = await routerAs(deployed.router);
    await assertRefused(deployed, payment, () => asStranger.write.reclaim([payment, address]), "DepositStillPayable");
    await assertSettles(deployed, payment, deposited, () => asStranger.write.payFromDeposit([payment]));
  });

  it("reclaim: a beneficiary that is called with the native token gets it once", async () => {
    const deployed = await fixture();
    const thief = await viem.deployContract("ReenteringBeneficiary");
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo: thief.address });
    const deposited = await deployed.router.read.depositAddressOf([payment]);
    await wallets.payer.sendTransaction({ to: deposited, value: 5n });
    const { abi, address } = deployed.router;
    const zero = "0x0000000000000000000000000000000000000000";
    await thief.write.prepare([address, encodeFunctionData({ abi, functionName: "reclaim", args: [payment, zero] })]);
    const asStranger = await routerAs(deployed.router);
    await asStranger.write.reclaim([payment, zero]);
    assert.equal(await balanceOf(zero, thief.address), 5n);
    assert.equal(await thief.read.succeeded(), false);
  });
});
