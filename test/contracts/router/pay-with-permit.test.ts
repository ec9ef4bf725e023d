import { fixture, paymentOf, routerAs, totalOf, wallets } from "../fixture.ts";
import { assertRefused, assertSettles } from "../settlement.ts";
import { signPermit, tetherZeroDomain } from "../signatures.ts";
import { amounts, payer } from "./helpers.ts";

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
