import assert from "node:assert/strict";
import { maxUint256, zeroAddress } from "viem";
import { type PaymentTerms, paymentIdOf } from "../../../src/protocol/index.ts";
import {
  allow,
  chainId,
  fixture,
  networkHelpers,
  paymentOf,
  routerAs,
  sellers,
  totalOf,
  viem,
  wallets,
} from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { signConsent } from "../signatures.ts";
import { amounts, assertReclaims, deposit, merchant, payer, refundee } from "./helpers.ts";

/** No check may depend on what it does not speak of: with sellers or without, with `refundTo` or without. */
const shapes = [amounts, amounts.slice(0, 1)].flatMap((shares) =>
  [zeroAddress, refundee].map((refundTo) => ({
    name: `${shares.length} shares, ${refundTo === zeroAddress ? "no refundTo" : "refundTo"}`,
    shares,
    refundTo,
  })),
);

for (const { name, shares, refundTo } of shapes) {
  describe(`A payment of ${name}`, () => {
    const made = async () => {
      const deployed = await fixture();
      const payment = await paymentOf(deployed.tokens.usdc.address, shares, { refundTo });
      await allow(payment.token, deployed.router.address, 2n ** 140n);
      await deployed.tokens.usdc.write.mint([payer, 2n ** 140n]);
      return {
        deployed,
        payment,
        router: await routerAs(deployed.router),
        own: await routerAs(deployed.router, wallets.payer),
      };
    };
    const withFirst = (payment: PaymentTerms, changes: Partial<PaymentTerms["shares"][number]>): PaymentTerms => ({
      ...payment,
      shares: payment.shares.map((share, index) => (index === 0 ? { ...share, ...changes } : share)),
    });

    it("is refused with terms that cannot settle", async () => {
      const { deployed, payment, own } = await made();
      const refuses = (wrong: PaymentTerms, ...[error, args]: [Parameters<typeof assertRefused>[3], unknown[]]) =>
        assertRefused(deployed, wrong, () => own.write.pay([wrong]), error, args);
      await refuses({ ...payment, chainId: chainId + 1n }, "WrongChain", [chainId + 1n]);
      await refuses({ ...payment, deadline: 1n }, "PaymentExpired", [1n]);
      await refuses({ ...payment, deadline: maxUint256 }, "DeadlineTooFar", [maxUint256]);
      await refuses({ ...payment, shares: [] }, "NoShares", []);
      const [share] = payment.shares;
      assert.ok(share);
      await refuses({ ...payment, shares: Array.from({ length: 7 }, () => share) }, "TooManySellers", [6n]);
      await refuses(withFirst(payment, { recipient: zeroAddress }), "InvalidRecipient", [0n]);
      await refuses(withFirst(payment, { recipient: deployed.router.address }), "InvalidRecipient", [0n]);
      await refuses(withFirst(payment, { amount: 0n }), "ZeroAmount", [0n]);
      await refuses(withFirst(payment, { amount: 2n ** 128n + 1n }), "AmountTooLarge", [0n]);
    });

    it("is refused with another's signature, and settles once with the payer's", async () => {
      const { deployed, payment, router } = await made();
      const pay = async (signer = wallets.payer) => {
        const signature = await signConsent(signer, payment, router.address, payer);
        return () => router.write.payWithSignature([payment, payer, signature]);
      };
      await assertRefused(deployed, payment, await pay(wallets.merchant), "InvalidSignature", [payer]);
      await assertSettles(deployed, payment, payer, await pay());
      await assertRefused(deployed, payment, await pay(), "PaymentAlreadySettled", [paymentIdOf(payment)]);
    });

    it("is refused where the largest share does not arrive exactly", async () => {
      const { deployed, payment } = await made();
      const token = deployed.tokens.ethereumTether;
      const inTether = { ...payment, token: token.address, shares: payment.shares.toReversed() };
      await allow(token.address, deployed.router.address, totalOf(inTether));
      const tether = await viem.getContractAt("EthereumTether", token.address, { client: { wallet: wallets.relayer } });
      await tether.write.setParams([10n, 49n]);
      const own = await routerAs(deployed.router, wallets.payer);
      const largest = inTether.shares.at(-1)?.recipient;
      await assertRefused(deployed, inTether, () => own.write.pay([inTether]), "InexactTransfer", [largest]);
    });

    it("stays in its deposit address until it is whole, or until it cannot settle any more", async () => {
      const { deployed, payment, router } = await made();
      const total = totalOf(payment);
      const beneficiary = refundTo === zeroAddress ? merchant : refundTo;
      const reclaim = (token = payment.token) => router.write.reclaim([payment, token]);
      const payFromDeposit = () => router.write.payFromDeposit([payment]);
      const { bnbTether } = deployed.tokens;
      await assertRefused(deployed, payment, () => reclaim(bnbTether.address), "NothingToReclaim");
      await deposit(deployed, payment, total - 1n);
      await assertRefused(deployed, payment, payFromDeposit, "DepositTooSmall", [total - 1n, total]);
      await assertRefused(deployed, payment, () => reclaim(), "DepositStillPayable");
      await deposit(deployed, payment, 7n, bnbTether);
      await assertReclaims(deployed, payment, bnbTether.address, beneficiary);
      await networkHelpers.time.setNextBlockTimestamp(payment.deadline + 1n);
      await assertReclaims(deployed, payment, payment.token, beneficiary);
    });

    it("keeps its deposit where a second address of its token would move it", async () => {
      const { deployed, payment, router } = await made();
      const token = await viem.deployContract("TwoAddressToken", [wallets.relayer.account.address], {
        client: { wallet: wallets.relayer },
      });
      const second = await token.read.second();
      const inIt = { ...payment, token: token.address };
      await token.write.mint([await router.read.depositAddressOf([inIt]), totalOf(inIt)]);
      await assertRefused(deployed, inIt, () => router.write.reclaim([inIt, second]), "DepositStillPayable");
    });

    it("gives what came on another chain to its beneficiary alone", async () => {
      const { deployed, payment, router } = await made();
      const elsewhere = { ...payment, chainId: chainId + 1n };
      const beneficiary = refundTo === zeroAddress ? merchant : refundTo;
      await deposit(deployed, elsewhere, 9n);
      await assertRefused(
        deployed,
        elsewhere,
        () => router.write.reclaim([elsewhere, elsewhere.token]),
        "NotBeneficiary",
      );
      const wallet = refundTo === zeroAddress ? wallets.merchant : await viem.getWalletClient(sellers[4] as never);
      await assertReclaims(deployed, elsewhere, elsewhere.token, beneficiary, wallet);
    });
  });
}
