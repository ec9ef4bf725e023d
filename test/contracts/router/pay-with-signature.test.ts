import assert from "node:assert/strict";
import { getAddress, type Hex, hashMessage, hashStruct } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { consentTypedData, consentTypes, paymentIdOf, paymentTypes } from "../../../src/protocol/index.ts";
import {
  allow,
  chainId,
  fixture,
  networkHelpers,
  paymentOf,
  routerAs,
  totalOf,
  viem,
  type Wallet,
  wallets,
} from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { malleable, signConsent } from "../signatures.ts";
import { amounts, contractWallet, payer, refundee, tampered } from "./helpers.ts";

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

  it("never pays from another account of the same key than the one that was signed for", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const wallet = await contractWallet(payment.token);
    await wallet.write.approve([payment.token, router.address, totalOf(payment)]);
    await allow(payment.token, router.address, totalOf(payment));
    for (const [signedFor, named] of [
      [payer, wallet.address],
      [wallet.address, payer],
    ] as const) {
      const signature = await signConsent(wallets.payer, payment, router.address, signedFor);
      await assertRefused(
        deployed,
        payment,
        () => router.write.payWithSignature([payment, named, signature]),
        "InvalidSignature",
        [getAddress(named)],
      );
    }
  });

  it("never takes a signature over the bare id, which is the same for every router", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const owner = privateKeyToAccount(`0x${"5e".repeat(32)}`);
    await deployed.tokens.usdc.write.mint([owner.address, totalOf(payment)]);
    await networkHelpers.impersonateAccount(owner.address);
    await networkHelpers.setBalance(owner.address, 10n ** 18n);
    await allow(payment.token, router.address, totalOf(payment), (await viem.getWalletClient(owner.address)) as Wallet);
    const consent = hashStruct({
      data: { payer: owner.address, payment },
      primaryType: "PaymentConsent",
      types: consentTypes,
    });
    for (const hash of [paymentIdOf(payment), consent]) {
      for (const digest of [hash, hashMessage({ raw: hash })]) {
        const signature = await owner.sign({ hash: digest });
        await assertRefused(
          deployed,
          payment,
          () => router.write.payWithSignature([payment, owner.address, signature]),
          "InvalidSignature",
          [owner.address],
        );
      }
    }
    const signature = await owner.signTypedData(consentTypedData(payment, owner.address, router.address));
    await assertSettles(deployed, payment, owner.address, () =>
      router.write.payWithSignature([payment, owner.address, signature]),
    );
  });

  const others: { title: string; domain: object }[] = [
    { title: "another chain", domain: { chainId: 1 } },
    { title: "another router", domain: { verifyingContract: refundee } },
    { title: "another version", domain: { version: "2" } },
    { title: "another name", domain: { name: "Mandates" } },
    { title: "a domain with a salt", domain: { salt: `0x${"00".repeat(32)}` } },
  ];
  for (const { title, domain } of others) {
    it(`refuses a signature for ${title}`, async () => {
      const deployed = await fixture();
      const router = await routerAs(deployed.router);
      const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
      await allow(payment.token, router.address, totalOf(payment));
      const data = consentTypedData(payment, payer, router.address);
      const signature = await wallets.payer.signTypedData({ ...data, domain: { ...data.domain, ...domain } } as never);
      const pay = (proof: Hex) => router.write.payWithSignature([payment, payer, proof]);
      await assertRefused(deployed, payment, () => pay(signature), "InvalidSignature", [payer]);
      const right = await wallets.payer.signTypedData(data);
      await assertSettles(deployed, payment, payer, () => pay(right));
    });
  }

  it("refuses the payment without the consent around it, as it was signed before", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    await allow(payment.token, router.address, totalOf(payment));
    const { domain } = consentTypedData(payment, payer, router.address);
    const signature = await wallets.payer.signTypedData({
      domain,
      types: paymentTypes,
      primaryType: "Payment",
      message: payment,
    });
    await assertRefused(
      deployed,
      payment,
      () => router.write.payWithSignature([payment, payer, signature]),
      "InvalidSignature",
      [payer],
    );
  });

  it("says its domain by ERC-5267", async () => {
    const { router } = await fixture();
    const [fields, name, version, id, contract, salt, extensions] = await router.read.eip712Domain();
    assert.deepEqual(
      [fields, name, version, id, contract, salt, extensions],
      ["0x0f", "PaymentRouter", "1", chainId, getAddress(router.address), `0x${"00".repeat(32)}`, []],
    );
  });
});
