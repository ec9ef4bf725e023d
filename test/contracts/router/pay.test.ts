import assert from "node:assert/strict";
import { type Address, getAddress, maxUint256, parseUnits, zeroAddress } from "viem";
import { maxLifetime, type PaymentTerms, paymentIdOf } from "../../../src/protocol/index.ts";
import { circleToken } from "../../../src/sandbox/artifacts.ts";
import {
  allow,
  chainId,
  fixture,
  networkHelpers,
  paymentOf,
  routerAs,
  sellers,
  type TokenName,
  totalOf,
  viem,
  wallets,
} from "../fixture.ts";
import { assertRefused, assertSettles, type RouterError } from "../settlement.ts";

const payer = wallets.payer.account.address;
const example = (decimals: number) => ["180", "60", "10"].map((amount) => parseUnits(amount, decimals));

describe("pay", () => {
  const tokens: { name: TokenName; title: string; decimals: number }[] = [
    { name: "usdc", title: "Circle's USDC", decimals: 6 },
    { name: "ethereumTether", title: "Ethereum's USDT, which returns nothing", decimals: 6 },
    { name: "bnbTether", title: "BNB's USDT with 18 decimals", decimals: 18 },
    { name: "tetherZero", title: "USDT0", decimals: 6 },
    { name: "polygonTetherZero", title: "Polygon's USDT0", decimals: 6 },
  ];
  for (const { name, title, decimals } of tokens) {
    it(`splits 250 = 180 + 60 + 10 in ${title}: 178.20, 59.40, 9.90 and 2.50 of fee`, async () => {
      const deployed = await fixture();
      const payment = await paymentOf(deployed.tokens[name].address, example(decimals));
      await allow(payment.token, deployed.router.address, totalOf(payment));
      const router = await routerAs(deployed.router, wallets.payer);
      await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
      const net = await Promise.all(
        payment.shares.map(({ recipient }) => deployed.tokens[name].read.balanceOf([recipient])),
      );
      assert.deepEqual(
        net,
        ["178.2", "59.4", "9.9"].map((amount) => parseUnits(amount, decimals)),
      );
      assert.equal(
        await deployed.tokens[name].read.balanceOf([wallets.feeRecipient.account.address]),
        parseUnits("2.5", decimals),
      );
    });
  }

  it("pays a merchant alone, and a merchant with five sellers", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    await allow(deployed.tokens.usdc.address, router.address, 10n ** 18n);
    for (const amounts of [[1_000_000n], [1n, 2n, 3n, 99n, 100n, 101n]]) {
      const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
      await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
    }
  });

  it("rounds each share's fee down: below 100 base units there is none, and at 100 one unit", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    await allow(deployed.tokens.usdc.address, router.address, 10n ** 18n);
    for (const [amounts, fee] of [
      [[99n, 99n], 0n],
      [[99n, 100n], 1n],
    ] as const) {
      const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
      await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
      assert.equal(await deployed.tokens.usdc.read.balanceOf([wallets.feeRecipient.account.address]), fee);
    }
  });

  it("pays the same recipient for several shares", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    await allow(deployed.tokens.usdc.address, router.address, 10n ** 18n);
    const recipient = sellers[0] as Address;
    const shares = [10_000n, 20_001n, 30_002n].map((amount) => ({ recipient, amount }));
    const payment = await paymentOf(deployed.tokens.usdc.address, [], { shares });
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  it("settles an id once", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.usdc.address, example(6));
    await allow(payment.token, router.address, 10n ** 18n);
    await router.write.pay([payment]);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), "PaymentAlreadySettled", [
      paymentIdOf(payment),
    ]);
  });

  it("settles in the deadline's last second, and not one later", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    await allow(deployed.tokens.usdc.address, router.address, 10n ** 18n);
    const inTime = await paymentOf(deployed.tokens.usdc.address, example(6));
    await networkHelpers.time.setNextBlockTimestamp(inTime.deadline);
    await assertSettles(deployed, inTime, payer, () => router.write.pay([inTime]));

    const late = await paymentOf(deployed.tokens.usdc.address, example(6));
    await networkHelpers.time.setNextBlockTimestamp(late.deadline + 1n);
    await assertRefused(deployed, late, () => router.write.pay([late]), "PaymentExpired", [late.deadline]);
  });

  it("settles at most 31 days ahead of the deadline, and not one second further: DeadlineTooFar", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    await allow(deployed.tokens.usdc.address, router.address, 10n ** 18n);
    assert.equal(await router.read.MAX_LIFETIME(), maxLifetime);
    const now = BigInt(await networkHelpers.time.latest()) + 1_000n;
    const deadline = now + maxLifetime + 1n;
    const payment = await paymentOf(deployed.tokens.usdc.address, example(6), { deadline });
    await networkHelpers.time.setNextBlockTimestamp(now);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), "DeadlineTooFar", [deadline]);
    const endless = { ...payment, deadline: maxUint256 };
    await assertRefused(deployed, endless, () => router.write.pay([endless]), "DeadlineTooFar", [maxUint256]);
    await networkHelpers.time.setNextBlockTimestamp(deadline - maxLifetime);
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  const refusals: { title: string; changes: Partial<PaymentTerms>; error: RouterError; args: readonly unknown[] }[] = [
    {
      title: "a payment of another chain",
      changes: { chainId: chainId + 1n },
      error: "WrongChain",
      args: [chainId + 1n],
    },
    { title: "no shares", changes: { shares: [] }, error: "NoShares", args: [] },
    {
      title: "six sellers",
      changes: {
        shares: Array.from({ length: 7 }, (_, index) => ({ recipient: sellers[index % 5] as Address, amount: 1n })),
      },
      error: "TooManySellers",
      args: [6n],
    },
    {
      title: "a recipient of zero",
      changes: {
        shares: [
          { recipient: sellers[0] as Address, amount: 1n },
          { recipient: zeroAddress, amount: 1n },
        ],
      },
      error: "InvalidRecipient",
      args: [1n],
    },
    {
      title: "a share of nothing",
      changes: {
        shares: [
          { recipient: sellers[0] as Address, amount: 1n },
          { recipient: sellers[1] as Address, amount: 0n },
        ],
      },
      error: "ZeroAmount",
      args: [1n],
    },
  ];
  for (const { title, changes, error, args } of refusals) {
    it(`refuses ${title}: ${error}`, async () => {
      const deployed = await fixture();
      const router = await routerAs(deployed.router, wallets.payer);
      const payment = await paymentOf(deployed.tokens.usdc.address, example(6), changes);
      await allow(payment.token, router.address, 10n ** 18n);
      await assertRefused(deployed, payment, () => router.write.pay([payment]), error, args);
    });
  }

  it("refuses a share above 2^128 and takes one of exactly 2^128: AmountTooLarge", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const token = deployed.tokens.bnbTether;
    await token.write.mint([payer, 2n ** 130n]);
    await allow(token.address, router.address, 2n ** 131n);
    const payment = await paymentOf(token.address, [1n, 2n ** 128n + 1n]);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), "AmountTooLarge", [1n]);
    const largest = await paymentOf(token.address, [2n ** 128n, 2n ** 128n]);
    await assertSettles(deployed, largest, payer, () => router.write.pay([largest]));
  });

  it("refuses the router as a recipient: InvalidRecipient", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const shares = [{ recipient: router.address, amount: 1n }];
    const payment = await paymentOf(deployed.tokens.usdc.address, [], { shares });
    await assertRefused(deployed, payment, () => router.write.pay([payment]), "InvalidRecipient", [0n]);
  });

  it("refuses a token that takes a fee of its own: InexactTransfer names the largest share's recipient", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.ethereumTether.address, example(6).toReversed());
    await allow(payment.token, router.address, totalOf(payment));
    const tether = await viem.getContractAt("EthereumTether", payment.token, { client: { wallet: wallets.relayer } });
    await tether.write.setParams([10n, 49n]);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), "InexactTransfer", [sellers[1]]);
    await tether.write.setParams([0n, 0n]);
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  it("refuses a token without code", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf("0x00000000000000000000000000000000DeaDBeef", example(6));
    await assertRefused(deployed, payment, () => router.write.pay([payment]), /without a reason/);
  });

  it("pays nobody when one recipient is on the token's denylist", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.polygonTetherZero.address, example(6));
    await allow(payment.token, router.address, totalOf(payment));
    const token = await viem.getContractAt("PolygonTetherZero", payment.token, { client: { wallet: wallets.relayer } });
    await token.write.addToBlockedList([sellers[1] as Address]);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), /Blocked/);
  });

  it("pays nobody when the allowance or the balance is one unit short", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.usdc.address, example(6));
    await allow(payment.token, router.address, totalOf(payment) - 1n);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), /transfer amount exceeds allowance/);
  });

  it("lets a payer be one of the recipients, but not of the largest share", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    await allow(deployed.tokens.usdc.address, router.address, 10n ** 18n);
    const merchant = { recipient: sellers[0] as Address, amount: 3_000n };
    const self = getAddress(payer);
    const small = await paymentOf(deployed.tokens.usdc.address, [], {
      shares: [merchant, { recipient: self, amount: 1_000n }],
    });
    const before = await deployed.tokens.usdc.read.balanceOf([payer]);
    await router.write.pay([small]);
    assert.equal(before - (await deployed.tokens.usdc.read.balanceOf([payer])), 3_000n + 10n);
    const large = await paymentOf(deployed.tokens.usdc.address, [], {
      shares: [merchant, { recipient: self, amount: 4_000n }],
    });
    await assertRefused(deployed, large, () => router.write.pay([large]), "InexactTransfer", [self]);
  });

  it("pays nobody when Circle has frozen the payer or a recipient", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.usdc.address, example(6));
    await allow(payment.token, router.address, totalOf(payment));
    const freeze = (functionName: "blacklist" | "unBlacklist", account: Address) =>
      wallets.relayer.writeContract({
        address: payment.token,
        abi: circleToken(zeroAddress).abi,
        functionName,
        args: [account],
      });
    for (const account of [payer, sellers[1] as Address]) {
      await freeze("blacklist", account);
      await assertRefused(deployed, payment, () => router.write.pay([payment]), /account is blacklisted/);
      await freeze("unBlacklist", account);
    }
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  it("lets Ethereum's USDT be paid again: the allowance is used up to the unit", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.ethereumTether.address, example(6));
    await allow(payment.token, router.address, totalOf(payment));
    await assert.rejects(allow(payment.token, router.address, totalOf(payment)));
    await router.write.pay([payment]);
    await allow(payment.token, router.address, totalOf(payment));
  });
});
