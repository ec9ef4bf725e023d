import { zeroAddress } from "viem";
import { fixture, paymentOf, routerAs, totalOf, viem, wallets } from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { amounts, assertReclaims, deposit, merchant, refundee } from "./helpers.ts";

describe("payFromDeposit", () => {
  it("pays the split from what the deposit address holds, whoever submits it", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const address = await deposit(deployed, payment, totalOf(payment));
    await assertSettles(deployed, payment, address, () => router.write.payFromDeposit([payment]));
  });

  it("pays in a token that returns nothing", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.ethereumTether.address, amounts);
    const address = await deposit(deployed, payment, totalOf(payment), deployed.tokens.ethereumTether);
    await assertSettles(deployed, payment, address, () => router.write.payFromDeposit([payment]));
  });

  it("refuses a unit too little, with what is held and what is needed", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const held = totalOf(payment) - 1n;
    await deposit(deployed, payment, held);
    await assertRefused(deployed, payment, () => router.write.payFromDeposit([payment]), "DepositTooSmall", [
      held,
      totalOf(payment),
    ]);
  });

  it("leaves what is too much for the merchant to reclaim, or for refundTo", async () => {
    for (const refundTo of [zeroAddress, refundee]) {
      const deployed = await fixture();
      const router = await routerAs(deployed.router);
      const payment = await paymentOf(deployed.tokens.usdc.address, amounts, { refundTo });
      const address = await deposit(deployed, payment, totalOf(payment) + 7n);
      await assertSettles(deployed, payment, address, () => router.write.payFromDeposit([payment]));
      await assertReclaims(deployed, payment, payment.token, refundTo === zeroAddress ? merchant : refundee);
    }
  });

  it("gives each set of terms an address of its own: a tampered split finds nothing there", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await deposit(deployed, payment, totalOf(payment));
    const shares = payment.shares.map((share) => ({ ...share, recipient: refundee }));
    const tampered = { ...payment, shares };
    await assertRefused(deployed, tampered, () => router.write.payFromDeposit([tampered]), "DepositTooSmall", [
      0n,
      totalOf(payment),
    ]);
  });

  it("lets nobody but the router move what a deposit address holds", async () => {
    const deployed = await fixture();
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const address = await deposit(deployed, payment, 5n);
    await deployed.tokens.bnbTether.write.mint([address, 1n]);
    const router = await routerAs(deployed.router);
    await router.write.reclaim([payment, deployed.tokens.bnbTether.address]);
    const clone = await viem.getContractAt("DepositAddress", address, { client: { wallet: wallets.relayer } });
    await viem.assertions.revertWithCustomError(
      clone.write.release([payment.token, refundee, 5n]),
      clone,
      "OnlyDeployer",
    );
  });
});
