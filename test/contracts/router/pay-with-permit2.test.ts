import type { Address, Hex } from "viem";
import { permit2TypedData } from "../../../src/protocol/index.ts";
import { allow, fixture, paymentOf, routerAs, totalOf, wallets } from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { signPermit2 } from "../signatures.ts";
import { amounts, contractWallet, payer, refundee, tampered } from "./helpers.ts";

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

  it("pays by a contract wallet's signature, which names the wallet", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const wallet = await contractWallet(payment.token);
    await wallet.write.approve([payment.token, deployed.permit2, totalOf(payment)]);
    const signature = await signPermit2(wallets.payer, payment, deployed, 0n, wallet.address);
    await assertSettles(deployed, payment, wallet.address, () =>
      router.write.payWithPermit2([payment, wallet.address, 0n, payment.deadline, signature]),
    );
  });

  it("never pays from another account of the same key than the one that was signed for", async () => {
    const deployed = await fixture();
    const router = await routerAs(deployed.router);
    const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
    const wallet = await contractWallet(payment.token);
    await wallet.write.approve([payment.token, deployed.permit2, totalOf(payment)]);
    await allow(payment.token, deployed.permit2, totalOf(payment));
    for (const [signedFor, named] of [
      [payer, wallet.address],
      [wallet.address, payer],
    ] as const) {
      const signature = await signPermit2(wallets.payer, payment, deployed, 0n, signedFor);
      await assertRefused(
        deployed,
        payment,
        () => router.write.payWithPermit2([payment, named, 0n, payment.deadline, signature]),
        /0x815e1d64|InvalidSigner|0xb0669cbc|InvalidContractSignature/,
      );
    }
  });

  const others: { title: string; change: (data: Permit2Data, permit2: Address) => unknown }[] = [
    { title: "another chain", change: ({ domain, ...data }) => ({ ...data, domain: { ...domain, chainId: 1 } }) },
    {
      title: "another Permit2",
      change: ({ domain, ...data }) => ({ ...data, domain: { ...domain, verifyingContract: refundee } }),
    },
    {
      title: "another name in the domain",
      change: ({ domain, ...data }) => ({ ...data, domain: { ...domain, name: "Permit3" } }),
    },
    {
      title: "another router as the spender",
      change: ({ message, ...data }) => ({ ...data, message: { ...message, spender: refundee } }),
    },
    {
      title: "another nonce",
      change: ({ message, ...data }) => ({ ...data, message: { ...message, nonce: 1n } }),
    },
    {
      title: "another amount",
      change: ({ message, ...data }) => ({
        ...data,
        message: { ...message, permitted: { ...message.permitted, amount: message.permitted.amount + 1n } },
      }),
    },
    {
      title: "the bare payment as its witness",
      change: ({ message, types, ...data }) => ({
        ...data,
        types: {
          ...types,
          PermitWitnessTransferFrom: types.PermitWitnessTransferFrom.map((field) =>
            field.name === "witness" ? { name: "witness", type: "Payment" } : field,
          ),
        },
        message: { ...message, witness: message.witness.payment },
      }),
    },
  ];
  for (const { title, change } of others) {
    it(`refuses a signature for ${title}`, async () => {
      const deployed = await fixture();
      const router = await routerAs(deployed.router);
      const payment = await paymentOf(deployed.tokens.usdc.address, amounts);
      await allow(payment.token, deployed.permit2, totalOf(payment));
      const data = permit2TypedData(payment, payer, router.address, 0n, deployed.permit2);
      const signature = await wallets.payer.signTypedData(change(data, deployed.permit2) as never);
      const pay = (proof: Hex) => router.write.payWithPermit2([payment, payer, 0n, payment.deadline, proof]);
      await assertRefused(deployed, payment, () => pay(signature), /0x815e1d64|InvalidSigner/);
      const right = await wallets.payer.signTypedData(data);
      await assertSettles(deployed, payment, payer, () => pay(right));
    });
  }
});

type Permit2Data = ReturnType<typeof permit2TypedData>;
