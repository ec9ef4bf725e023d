import assert from "node:assert/strict";
import { getAddress, parseEventLogs, zeroAddress } from "viem";
import { maxLifetime, paymentRouterAbi } from "../../../src/protocol/index.ts";
import { chain, chainId, fixture, networkHelpers, paymentOf, routerAs, totalOf, viem, wallets } from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { amounts, assertReclaims, balanceOf, deposit, merchant, refundee } from "./helpers.ts";

describe("reclaim", () => {
  it("waits while the deposit can still pay", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await deposit(deployed, payment, 1n);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "DepositStillPayable");
    await networkHelpers.time.setNextBlockTimestamp(payment.deadline);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "DepositStillPayable");
  });

  it("gives an incomplete or late deposit back once the deadline is over", async () => {
    const deployed = await fixture();
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo: refundee });
    await deposit(deployed, payment, 1_000n);
    await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
    await assertReclaims(deployed, payment, payment.token, refundee);
    await deposit(deployed, payment, 2_000n);
    await assertReclaims(deployed, payment, payment.token, refundee);
  });

  it("gives a wrong token back at any time, and the address still pays after that", async () => {
    const deployed = await fixture();
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const address = await deposit(deployed, payment, 3n, deployed.tokens.bnbTether);
    await assertReclaims(deployed, payment, deployed.tokens.bnbTether.address, merchant);
    await deposit(deployed, payment, totalOf(payment));
    const router = await routerAs(deployed.router);
    await assertSettles(deployed, payment, address, () => router.write.payFromDeposit([payment]));
  });

  it("says when there is nothing", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await assertRefused(
      deployed,
      payment,
      () => router.write.reclaim([payment, deployed.tokens.bnbTether.address]),
      "NothingToReclaim",
    );
  });

  it("serves only the beneficiary on a chain that is not the payment's", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { chainId: chainId + 1n });
    await deposit(deployed, payment, 9n);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "NotBeneficiary");
    await assertReclaims(deployed, payment, payment.token, merchant, wallets.merchant);
  });

  it("sends nothing to zero, where some tokens burn it, nor to the router", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const token = deployed.tokens.ethereumTether;
    const nobody = [{ recipient: zeroAddress, amount: 5n }];
    for (const [changes, index] of [
      [{ shares: nobody }, 0n],
      [{ refundTo: router.address }, 3n],
      [{ refundTo: router.address, shares: [{ recipient: merchant, amount: 5n }] }, 1n],
    ] as const) {
      const payment = await paymentOf(token.address, amounts, changes);
      const address = await deposit(deployed, payment, 5n, token);
      await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
      await assertRefused(deployed, payment, () => router.write.reclaim([payment, token.address]), "InvalidRecipient", [
        index,
      ]);
      assert.equal(await token.read.balanceOf([address]), 5n);
    }
  });

  it("refuses terms without a recipient", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, [], { refundTo: refundee });
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "NoShares");
  });

  it("serves nobody but the beneficiary on another chain where refundTo is set, the merchant neither", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, {
      chainId: chainId + 1n,
      refundTo: getAddress(wallets.payer.account.address),
    });
    await deposit(deployed, payment, 9n);
    for (const stranger of [wallets.relayer, wallets.merchant]) {
      const asStranger = await routerAs(deployed.router, stranger);
      for (const token of [payment.token, deployed.tokens.bnbTether.address]) {
        await assertRefused(deployed, payment, () => asStranger.write.reclaim([payment, token]), "NotBeneficiary");
      }
    }
    await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "NotBeneficiary");
    await assertReclaims(deployed, payment, payment.token, getAddress(wallets.payer.account.address), wallets.payer);
  });

  it("sends nothing to the router where the merchant is the router and there is no refundTo", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const shares = [{ recipient: router.address, amount: 5n }];
    const payment = await paymentOf(deployed.tokens.usdc.address, [], { shares });
    const address = await deposit(deployed, payment, 5n);
    await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "InvalidRecipient", [
      0n,
    ]);
    assert.equal(await balanceOf(payment.token, address), 5n);
  });

  it("gives the native token back, sent before there is code at the address and after, while the payment can be paid", async () => {
    const deployed = await fixture();
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo: refundee });
    const address = await deposit(deployed, payment, totalOf(payment));
    for (const value of [3n, 4n]) {
      await wallets.payer.sendTransaction({ to: address, value });
      await assertReclaims(deployed, payment, zeroAddress, refundee);
    }
    const router = await routerAs(deployed.router);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, zeroAddress]), "NothingToReclaim");
    await assertSettles(deployed, payment, address, () => router.write.payFromDeposit([payment]));
  });

  it("fails where the beneficiary takes no native token, and leaves it there", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo: deployed.permit2 });
    const address = await router.read.depositAddressOf([payment]);
    await wallets.payer.sendTransaction({ to: address, value: 3n });
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, zeroAddress]), /FailedCall|0xd6bda275/);
    assert.equal(await balanceOf(zeroAddress, address), 3n);
  });

  it("gives a deposit back at once where the deadline is too far for the payment to settle", async () => {
    const deployed = await fixture();
    const now = BigInt(await networkHelpers.time.latest()) + 1_000n;
    const deadline = now + maxLifetime + 100n;
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo: refundee, deadline });
    await deposit(deployed, payment, totalOf(payment));
    await networkHelpers.time.setNextBlockTimestamp(now);
    await assertReclaims(deployed, payment, payment.token, refundee);
    await deposit(deployed, payment, totalOf(payment));
    await networkHelpers.time.setNextBlockTimestamp(deadline - maxLifetime);
    const router = await routerAs(deployed.router);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, payment.token]), "DepositStillPayable");
  });

  it("moves nothing by a token's second address while the payment can be settled, and all afterwards", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const token = await viem.deployContract("TwoAddressToken", [wallets.relayer.account.address], {
      client: { wallet: wallets.relayer },
    });
    const second = await token.read.second();
    const payment = await paymentOf(token.address, amounts, { refundTo: refundee });
    const address = await router.read.depositAddressOf([payment]);
    await token.write.mint([address, totalOf(payment) + 2n]);
    await assertRefused(deployed, payment, () => router.write.reclaim([payment, second]), "DepositStillPayable");
    await assertSettles(deployed, payment, address, () => router.write.payFromDeposit([payment]));
    await router.write.reclaim([payment, second]);
    assert.deepEqual([await balanceOf(token.address, address), await balanceOf(token.address, refundee)], [0n, 2n]);
  });

  it("says what it sent, which is more than what arrives where the token takes a fee", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const token = deployed.tokens.ethereumTether;
    const payment = await paymentOf(token.address, amounts, { refundTo: refundee });
    await deposit(deployed, payment, 10_000n, token);
    const tether = await viem.getContractAt("EthereumTether", token.address, { client: { wallet: wallets.relayer } });
    await tether.write.setParams([10n, 49n]);
    await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
    const hash = await router.write.reclaim([payment, token.address]);
    const { logs } = await chain.waitForTransactionReceipt({ hash });
    const [event] = parseEventLogs({ abi: paymentRouterAbi, logs, eventName: "DepositReclaimed" });
    assert.equal(event?.args.amount, 10_000n);
    assert.equal(await balanceOf(token.address, refundee), 9_990n);
  });
});
