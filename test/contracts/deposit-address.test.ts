import assert from "node:assert/strict";
import { type Address, getAddress, parseEventLogs, zeroAddress } from "viem";
import { type Payment, paymentIdOf, paymentRouterAbi } from "../../src/protocol/index.ts";
import {
  chain,
  chainId,
  type Fixture,
  fixture,
  networkHelpers,
  paymentOf,
  routerAs,
  sellers,
  totalOf,
  viem,
  type Wallet,
  wallets,
} from "./fixture.ts";
import { assertRefused, assertSettles } from "./settlement.ts";

const amounts = [180_000_000n, 60_000_000n, 10_000_000n];
const merchant = getAddress(wallets.merchant.account.address);
const refundee = sellers[4] as Address;

/** Sends tokens to the payment's deposit address as an exchange would: a plain transfer from anywhere. */
async function deposit(
  { router, tokens }: Fixture,
  payment: Payment,
  amount: bigint,
  token = tokens.usdc,
): Promise<Address> {
  const address = await router.read.depositAddressOf([payment]);
  await token.write.mint([address, amount]);
  return address;
}

/** Runs a reclaim and proves that the beneficiary got all there was, and nobody else anything. */
async function assertReclaims(
  deployed: Fixture,
  payment: Payment,
  token: Address,
  to: Address,
  sender: Wallet = wallets.relayer,
) {
  const contract = await viem.getContractAt("TetherZero", token);
  const address = await deployed.router.read.depositAddressOf([payment]);
  const held = await contract.read.balanceOf([address]);
  const before = await contract.read.balanceOf([to]);
  const router = await routerAs(deployed.router, sender);
  const receipt = await chain.waitForTransactionReceipt({ hash: await router.write.reclaim([payment, token]) });
  assert.ok(held > 0n);
  assert.equal(await contract.read.balanceOf([to]), before + held);
  assert.equal(await contract.read.balanceOf([address]), 0n);
  const events = parseEventLogs({ abi: paymentRouterAbi, logs: receipt.logs, eventName: "DepositReclaimed" });
  assert.deepEqual(
    events.map(({ args }) => args),
    [{ paymentId: paymentIdOf(payment), token: getAddress(token), to, amount: held }],
  );
}

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
});
