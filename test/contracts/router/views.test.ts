import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { type Address, getAddress, getContractAddress, zeroAddress } from "viem";
import { amountsOf, depositAddressOf, feeBasisPoints, maxSellers, paymentIdOf } from "../../../src/protocol/index.ts";
import { termsFromJson } from "../../../src/protocol/terms.ts";
import { payments } from "../../protocol/payments.ts";
import { chain, fixture, viem, wallets } from "../fixture.ts";

describe("paymentIdOf and amountsOf", () => {
  it("give the ids that the protocol names", async () => {
    const { router } = await fixture();
    const known = JSON.parse(
      await readFile(new URL("../../protocol/fixtures/payment-ids.json", import.meta.url), "utf8"),
    );
    assert.equal(known.length, 2);
    for (const { payment, paymentId } of known) {
      assert.equal(await router.read.paymentIdOf([termsFromJson(payment)]), paymentId);
    }
  });

  it("equal the off-chain protocol for any payment", async () => {
    const { router } = await fixture();
    await fc.assert(
      fc.asyncProperty(payments, async (payment) => {
        assert.equal(await router.read.paymentIdOf([payment]), paymentIdOf(payment));
        assert.equal(await router.read.depositAddressOf([payment]), depositAddressOf(payment, router.address));
      }),
      { numRuns: 200 },
    );
  });

  it("split any amounts up to 2^128 as the off-chain protocol does", async () => {
    const { router } = await fixture();
    const amounts = fc.array(fc.bigInt({ min: 0n, max: 2n ** 128n }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(payments, amounts, async (payment, [...gross]) => {
        const shares = gross.map((amount) => ({ recipient: payment.token, amount }));
        const [total, fee, net] = await router.read.amountsOf([{ ...payment, shares }]);
        assert.deepEqual({ total, fee, net }, amountsOf(shares, feeBasisPoints));
      }),
      { numRuns: 200 },
    );
  });

  it("stand on what was fixed at deployment", async () => {
    const { router } = await fixture();
    assert.equal(await router.read.FEE_BPS(), feeBasisPoints);
    assert.equal(await router.read.MAX_SELLERS(), BigInt(maxSellers));
    assert.equal(await router.read.FEE_RECIPIENT(), getAddress(wallets.feeRecipient.account.address));
  });
});

describe("the router's deployment", () => {
  it("refuses a fee above 10% and a fee recipient of zero, and takes 10%", async () => {
    const { router, permit2 } = await fixture();
    const { address } = wallets.feeRecipient.account;
    const deploy = (fee: bigint, recipient: Address) => viem.deployContract("PaymentRouter", [fee, recipient, permit2]);
    await viem.assertions.revertWithCustomErrorWithArgs(deploy(1_001n, address), router, "FeeTooHigh", [1_001n]);
    await viem.assertions.revertWithCustomError(deploy(100n, zeroAddress), router, "InvalidFeeRecipient");
    // Where it will stand is known beforehand, so its own address can be named.
    const [{ address: deployer }] = [wallets.deployer.account];
    const itself = getContractAddress({
      from: deployer,
      nonce: BigInt(await chain.getTransactionCount({ address: deployer })),
    });
    await viem.assertions.revertWithCustomError(deploy(100n, itself), router, "InvalidFeeRecipient");
    const greedy = await deploy(1_000n, address);
    assert.equal(await greedy.read.FEE_BPS(), 1_000n);
    assert.equal(await greedy.read.PERMIT2(), getAddress(permit2));
  });
});
