import assert from "node:assert/strict";
import { type Address, getAddress, type Hex } from "viem";
import { allow, type Fixture, fixture, paymentOf, routerAs, totalOf, viem, wallets } from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { amounts, balanceOf, merchant, payer, refundee } from "./helpers.ts";

describe("token shapes", () => {
  it("Splitter: a token that answers false pays nobody", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const { address } = await viem.deployContract("FalseReturningToken");
    const payment = await paymentOf(address, amounts);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), /SafeERC20FailedOperation|0x5274afe7/);
  });

  it("Splitter: a token that refuses to transfer nothing is paid in where the fee is nothing", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const { address } = await viem.deployContract("ZeroRefusingToken", [payer], { client: { wallet: wallets.payer } });
    const token = await viem.getContractAt("ZeroRefusingToken", address, { client: { wallet: wallets.payer } });
    await token.write.mint([payer, 100n]);
    await allow(address, router.address, 100n);
    const payment = await paymentOf(address, [99n]);
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  it("Splitter: a fee that spares the largest recipient is not seen, and the others are short by it", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const { address } = await viem.deployContract("SparingToken", [payer, merchant], {
      client: { wallet: wallets.payer },
    });
    const { received, paid } = await payIn(deployed, address, router);
    assert.deepEqual(received, [
      178_200_000n,
      (59_400_000n * 9n) / 10n,
      (9_900_000n * 9n) / 10n,
      (2_500_000n * 9n) / 10n,
    ]);
    assert.equal(paid, 250_000_000n);
  });

  it("Splitter: Tether's own fee, where its owner is the largest recipient, comes back to that recipient and is not seen", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const token = deployed.tokens.ethereumTether;
    const tether = await viem.getContractAt("EthereumTether", token.address, { client: { wallet: wallets.relayer } });
    await tether.write.setParams([10n, 49n]);
    const owner = getAddress(await tether.read.owner());
    const shares = [
      { recipient: owner, amount: 180_000_000n },
      { recipient: merchant, amount: 60_000_000n },
    ];
    const payment = await paymentOf(token.address, [], { shares });
    await allow(token.address, router.address, totalOf(payment));
    await router.write.pay([payment]);
    const fee = 59_400n + 2_400n;
    assert.equal(await balanceOf(token.address, merchant), 59_400_000n - 59_400n);
    assert.equal(await balanceOf(token.address, owner), 178_200_000n + fee);
  });

  it("Splitter: a tax on the sender is not seen: recipients are exact, the payer pays more than the event says", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const { address } = await viem.deployContract("SenderTaxToken", [payer], { client: { wallet: wallets.payer } });
    const { received, paid } = await payIn(deployed, address, router);
    assert.deepEqual(received, [178_200_000n, 59_400_000n, 9_900_000n, 2_500_000n]);
    assert.equal(paid, 275_000_000n);
  });

  it("Splitter: a token of shares that round pays a smaller recipient a unit less, where the largest is exact", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const token = await viem.deployContract("ShareToken", [payer]);
    await token.write.mint([payer, 1_000_000n]);
    await token.write.earn([500_000n]);
    // A unit is two thirds of a share: what is a multiple of three is exact.
    const shares = [
      { recipient: merchant, amount: 9_000n },
      { recipient: refundee, amount: 50n },
    ];
    const payment = await paymentOf(token.address, [], { shares });
    await token.write.approve([router.address, 10_000n], { account: wallets.payer.account });
    await router.write.pay([payment]);
    assert.equal(await balanceOf(token.address, merchant), 8_910n);
    assert.equal(await balanceOf(token.address, refundee), 49n);
  });

  it("Splitter: a token of shares whose largest transfer rounds is refused", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const token = await viem.deployContract("ShareToken", [payer]);
    await token.write.mint([payer, 1_000_000n]);
    await token.write.earn([500_000n]);
    await token.write.approve([router.address, 10_000n], { account: wallets.payer.account });
    const payment = await paymentOf(token.address, [], { shares: [{ recipient: merchant, amount: 50n }] });
    await assertRefused(deployed, payment, () => router.write.pay([payment]), "InexactTransfer", [merchant]);
  });

  it("Splitter: a token that lowers its recipient's balance is refused, by every source", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const token = await viem.deployContract("ScriptedToken");
    await token.write.mint([merchant, 10n ** 18n]);
    await token.write.treat([merchant, 6]);
    await token.write.mint([payer, 10n ** 18n]);
    await allow(token.address, router.address, 10n ** 18n);
    const payment = await paymentOf(token.address, amounts);
    await token.write.mint([await router.read.depositAddressOf([payment]), totalOf(payment)]);
    const refused = (call: () => Promise<Hex>) => assertRefused(deployed, payment, call, "InexactTransfer", [merchant]);
    await refused(() => router.write.pay([payment]));
    await refused(() => router.write.payFromDeposit([payment]));
    await token.write.treat([merchant, 0]);
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  it("Splitter: a fee above 10% cannot be deployed: up to there the fee is below the largest net, so the largest transfer is measured", async () => {
    const deployed = await fixture();
    const { address } = wallets.feeRecipient.account;
    const deploy = (fee: bigint) => viem.deployContract("PaymentRouter", [fee, address, deployed.permit2]);
    for (const fee of [1_001n, 1_429n, 10_000n, 2n ** 256n - 1n]) {
      await viem.assertions.revertWithCustomErrorWithArgs(deploy(fee), deployed.router, "FeeTooHigh", [fee]);
    }
    const dearest = await deploy(1_000n);
    const six = await paymentOf(
      deployed.tokens.usdc.address,
      [7n, 7n, 7n, 7n, 7n, 7n].map((amount) => amount * 10n),
    );
    const [total, fee, net] = await dearest.read.amountsOf([six]);
    assert.deepEqual([total, fee, net[0]], [420n, 42n, 63n]);
  });
});

/** Pays the usual split in a token of the payer's own; what each recipient and the fee recipient got, and what it cost the payer. */
async function payIn(deployed: Fixture, address: Address, router: Awaited<ReturnType<typeof routerAs>>) {
  const token = await viem.getContractAt("TetherZero", address, { client: { wallet: wallets.payer } });
  await token.write.mint([payer, 10n ** 18n]);
  await allow(address, router.address, 10n ** 18n);
  const payment = await paymentOf(address, amounts);
  const before = await balanceOf(address, payer);
  await router.write.pay([payment]);
  const accounts = [...payment.shares.map(({ recipient }) => recipient), deployed.feeRecipient];
  const received = await Promise.all(accounts.map((account) => balanceOf(address, account)));
  return { received, paid: before - (await balanceOf(address, payer)) };
}
