import assert from "node:assert/strict";
import { type Address, type Hex, parseEventLogs } from "viem";
import { paymentIdOf, paymentRouterAbi } from "../../../src/protocol/index.ts";
import { allow, chain, fixture, networkHelpers, paymentOf, routerAs, totalOf, viem, wallets } from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { signAuthorization, tetherZeroDomain } from "../signatures.ts";
import { amounts, balanceOf, contractWallet, merchant, payer, refundee, tampered } from "./helpers.ts";

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

  it("names whomever the submitter says where a token takes any call and the router holds some of it by mistake", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const { address } = await viem.deployContract("FallbackToken", [wallets.relayer.account.address]);
    const payment = await paymentOf(address, amounts);
    const token = await viem.getContractAt("TetherZero", address, { client: { wallet: wallets.relayer } });
    await token.write.mint([router.address, totalOf(payment)]);
    const hash = await router.write.payWithAuthorization([payment, refundee, 0n, payment.deadline, "0x"]);
    const { logs } = await chain.waitForTransactionReceipt({ hash });
    const [event] = parseEventLogs({ abi: paymentRouterAbi, logs, eventName: "PaymentSettled" });
    assert.equal(event?.args.payer, refundee);
    assert.equal(await balanceOf(address, router.address), 0n);
  });

  it("refuses an authorization for another router, another token's domain, and another payment's nonce", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const pay = (proof: Hex) => router.write.payWithAuthorization([payment, payer, 0n, payment.deadline, proof]);
    for (const signature of [
      await signAuthorization(wallets.payer, payment, refundee),
      await signAuthorization(wallets.payer, payment, router.address, { domain: tetherZeroDomain }),
      await signAuthorization(wallets.payer, payment, router.address, { nonce: payment.uuid }),
      await signAuthorization(wallets.payer, { ...payment, chainId: 1n }, router.address),
    ]) {
      await assertRefused(deployed, payment, () => pay(signature), /invalid signature/);
    }
    const right = await signAuthorization(wallets.payer, payment, router.address);
    await assertSettles(deployed, payment, payer, () => pay(right));
  });

  it("lets a payer be the recipient of the largest share: the money comes through the router", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const shares = [
      { recipient: payer, amount: 4_000n },
      { recipient: merchant, amount: 3_000n },
    ];
    const payment = await paymentOf(deployed.tokens.usdc.address, [], { shares });
    const before = await balanceOf(payment.token, payer);
    const signature = await signAuthorization(wallets.payer, payment, router.address);
    await router.write.payWithAuthorization([payment, payer, 0n, payment.deadline, signature]);
    assert.equal(before - (await balanceOf(payment.token, payer)), 3_000n + 40n);
  });
});
