import assert from "node:assert/strict";
import { type Address, decodeErrorResult, encodeFunctionData, getAddress } from "viem";
import { type Payment, paymentIdOf } from "../../src/protocol/index.ts";
import { allow, fixture, networkHelpers, paymentOf, routerAs, totalOf, viem, wallets } from "./fixture.ts";
import { assertRefused, assertSettles } from "./settlement.ts";
import { malleable, signAuthorization, signConsent, signPermit, signPermit2, tetherZeroDomain } from "./signatures.ts";

const payer = wallets.payer.account.address;
const amounts = [180_000_000n, 60_000_000n, 10_000_000n];

/** The same payment with a unit more for a seller of the submitter's choice. */
const tampered = (payment: Payment): Payment => ({
  ...payment,
  shares: payment.shares.map((share, index) => (index === 1 ? { ...share, amount: share.amount + 1n } : share)),
});

/** A contract wallet of the payer, with money. */
async function contractWallet(token: Address) {
  const wallet = await viem.deployContract("SignerWallet", [payer], { client: { wallet: wallets.payer } });
  const minter = await viem.getContractAt("TetherZero", token, { client: { wallet: wallets.relayer } });
  await minter.write.mint([wallet.address, 10n ** 18n]);
  return wallet;
}

describe("payWithPermit", () => {
  for (const [name, domain] of [
    ["usdc", undefined],
    ["tetherZero", tetherZeroDomain],
  ] as const) {
    it(`pays by the caller's permit, in ${name}`, async () => {
      const deployed = await fixture();
      const router = await routerAs(deployed.router, wallets.payer);
      const payment = await paymentOf(deployed.tokens[name].address, amounts);
      const { deadline, v, r, s } = await signPermit(wallets.payer, payment, router.address, domain);
      await assertSettles(deployed, payment, payer, () => router.write.payWithPermit([payment, deadline, v, r, s]));
    });
  }

  it("pays by the allowance when somebody submitted the permit first", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const { deadline, v, r, s } = await signPermit(wallets.payer, payment, router.address);
    await deployed.tokens.usdc.write.permit([payer, router.address, totalOf(payment), deadline, v, r, s]);
    await assertSettles(deployed, payment, payer, () => router.write.payWithPermit([payment, deadline, v, r, s]));
  });

  it("refuses another's permit: the caller pays, or nobody", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.relayer);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const { deadline, v, r, s } = await signPermit(wallets.payer, payment, router.address);
    await assertRefused(
      deployed,
      payment,
      () => router.write.payWithPermit([payment, deadline, v, r, s]),
      /exceeds allowance/,
    );
  });
});

describe("payWithAuthorization", () => {
  it("pays by the payer's EIP-3009 signature, whoever submits it", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const signature = await signAuthorization(wallets.payer, payment, router.address);
    await assertSettles(deployed, payment, payer, () =>
      router.write.payWithAuthorization([payment, payer, 0n, payment.deadline, signature]),
    );
  });

  it("pays by a contract wallet's signature (ERC-1271)", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const wallet = await contractWallet(payment.token);
    const signature = await signAuthorization(wallets.payer, payment, router.address, { from: wallet.address });
    await assertSettles(deployed, payment, wallet.address, () =>
      router.write.payWithAuthorization([payment, wallet.address, 0n, payment.deadline, signature]),
    );
  });

  it("pays an account with an EIP-7702 delegate by its key only where the delegate knows signatures", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const signature = await signAuthorization(wallets.payer, payment, router.address);
    const pay = () => router.write.payWithAuthorization([payment, payer, 0n, payment.deadline, signature]);
    const delegateTo = (code: Address) => networkHelpers.setCode(payer, `0xef0100${code.slice(2)}`);
    // Circle's token asks any account with code by ERC-1271.
    await delegateTo(deployed.tokens.bnbTether.address);
    await assertRefused(deployed, payment, pay, /invalid signature/);
    const knowing = await viem.deployContract("SignerWallet", [payer]);
    await delegateTo(knowing.address);
    await assertSettles(deployed, payment, payer, pay);
  });

  it("refuses a split that was tampered with, another's signature, and one for another amount", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const signature = await signAuthorization(wallets.payer, payment, router.address);
    const foreign = await signAuthorization(wallets.merchant, payment, router.address, { from: payer });
    const dearer = await signAuthorization(wallets.payer, payment, router.address, { value: totalOf(payment) + 1n });
    for (const [changed, used] of [
      [tampered(payment), signature],
      [payment, foreign],
      [payment, dearer],
    ] as const) {
      await assertRefused(
        deployed,
        changed,
        () => router.write.payWithAuthorization([changed, payer, 0n, payment.deadline, used]),
        /invalid signature/,
      );
    }
  });

  it("refuses what was settled by another path", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await allow(payment.token, router.address, totalOf(payment));
    await router.write.pay([payment]);
    const signature = await signAuthorization(wallets.payer, payment, router.address);
    await assertRefused(
      deployed,
      payment,
      () => router.write.payWithAuthorization([payment, payer, 0n, payment.deadline, signature]),
      "PaymentAlreadySettled",
      [paymentIdOf(payment)],
    );
  });

  it("moves nothing with a token that only pretends to know EIP-3009", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const { address } = await viem.deployContract("FallbackToken", [wallets.relayer.account.address]);
    const payment = await paymentOf(address, amounts);
    await assertRefused(
      deployed,
      payment,
      () => router.write.payWithAuthorization([payment, payer, 0n, payment.deadline, "0x"]),
      /InsufficientBalance/,
    );
  });
});

describe("payWithPermit2", () => {
  it("pays by the payer's Permit2 signature over the whole payment, whoever submits it", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    for (const [nonce, token] of [
      deployed.tokens.usdc,
      deployed.tokens.ethereumTether,
      deployed.tokens.bnbTether,
    ].entries()) {
      const payment = await paymentOf(token.address, amounts);
      await allow(token.address, deployed.permit2, totalOf(payment));
      const signature = await signPermit2(wallets.payer, payment, deployed, BigInt(nonce));
      await assertSettles(deployed, payment, payer, () =>
        router.write.payWithPermit2([payment, payer, BigInt(nonce), payment.deadline, signature]),
      );
    }
  });

  it("refuses a split that was tampered with", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await allow(payment.token, deployed.permit2, 10n ** 18n);
    const signature = await signPermit2(wallets.payer, payment, deployed, 0n);
    const changed = tampered(payment);
    await assertRefused(
      deployed,
      changed,
      () => router.write.payWithPermit2([changed, payer, 0n, payment.deadline, signature]),
      /0x815e1d64|InvalidSigner/,
    );
  });

  it("refuses a token without code, with which Permit2 would move nothing and say it did", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf("0x00000000000000000000000000000000DeaDBeef", amounts);
    const signature = await signPermit2(wallets.payer, payment, deployed, 0n);
    await assertRefused(
      deployed,
      payment,
      () => router.write.payWithPermit2([payment, payer, 0n, payment.deadline, signature]),
      /without a reason/,
    );
  });
});

describe("payWithSignature", () => {
  it("pays by the payer's signature over the payment and its standing allowance, whoever submits it", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    for (const token of [deployed.tokens.usdc, deployed.tokens.ethereumTether]) {
      const payment = await paymentOf(token.address, amounts);
      await allow(token.address, router.address, totalOf(payment));
      const signature = await signConsent(wallets.payer, payment, router.address);
      await assertSettles(deployed, payment, payer, () => router.write.payWithSignature([payment, payer, signature]));
    }
  });

  it("pays by a contract wallet's signature (ERC-1271)", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const wallet = await contractWallet(payment.token);
    await wallet.write.approve([payment.token, router.address, totalOf(payment)]);
    const signature = await signConsent(wallets.payer, payment, router.address, wallet.address);
    await assertSettles(deployed, payment, wallet.address, () =>
      router.write.payWithSignature([payment, wallet.address, signature]),
    );
  });

  it("pays by the key of an account whose EIP-7702 delegate knows no signatures", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await allow(payment.token, router.address, totalOf(payment));
    await networkHelpers.setCode(payer, `0xef0100${deployed.tokens.bnbTether.address.slice(2)}`);
    const signature = await signConsent(wallets.payer, payment, router.address);
    await assertSettles(deployed, payment, payer, () => router.write.payWithSignature([payment, payer, signature]));
  });

  it("refuses another's signature, a mirrored one, an empty one and a tampered split: InvalidSignature", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await allow(payment.token, router.address, 10n ** 18n);
    const signature = await signConsent(wallets.payer, payment, router.address);
    for (const [changed, used] of [
      [payment, await signConsent(wallets.merchant, payment, router.address, payer)],
      [payment, malleable(signature)],
      [payment, "0x"],
      [tampered(payment), signature],
    ] as const) {
      await assertRefused(
        deployed,
        changed,
        () => router.write.payWithSignature([changed, payer, used]),
        "InvalidSignature",
        [getAddress(payer)],
      );
    }
  });
});

describe("hostile tokens", () => {
  it("a token that answers false pays nobody", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const { address } = await viem.deployContract("FalseReturningToken");
    const payment = await paymentOf(address, amounts);
    await assertRefused(deployed, payment, () => router.write.pay([payment]), /SafeERC20FailedOperation|0x5274afe7/);
  });

  it("a token that refuses to transfer nothing is paid in where the fee is nothing", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const { address } = await viem.deployContract("ZeroRefusingToken", [payer], { client: { wallet: wallets.payer } });
    const token = await viem.getContractAt("ZeroRefusingToken", address, { client: { wallet: wallets.payer } });
    await token.write.mint([payer, 100n]);
    await allow(address, router.address, 100n);
    const payment = await paymentOf(address, [99n]);
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
  });

  it("a token that calls back finds the payment settled", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router, wallets.payer);
    const token = await viem.deployContract("ReenteringToken", [wallets.relayer.account.address]);
    const minter = await viem.getContractAt("ReenteringToken", token.address, { client: { wallet: wallets.relayer } });
    await minter.write.mint([payer, 10n ** 18n]);
    const payment = await paymentOf(token.address, amounts);
    await allow(token.address, router.address, 10n ** 18n);
    const again = encodeFunctionData({ abi: router.abi, functionName: "pay", args: [payment] });
    await token.write.reenter([router.address, again]);
    await assertSettles(deployed, payment, payer, () => router.write.pay([payment]));
    const error = decodeErrorResult({ abi: router.abi, data: await token.read.lastError() });
    assert.deepEqual(error.args, [paymentIdOf(payment)]);
    assert.equal(error.errorName, "PaymentAlreadySettled");
  });
});
