import assert from "node:assert/strict";
import { type Address, encodeFunctionData, getAddress, type Hex, maxUint48, maxUint256, zeroAddress } from "viem";
import {
  addMonths,
  checkMandate,
  type Mandate,
  mandateIdOf,
  mandatesAbi,
  mandateTypedData,
  mandateUnits,
} from "../../../src/protocol/index.ts";
import { allow, chain, chainId, networkHelpers, sellers, viem, wallets } from "../fixture.ts";
import { malleable } from "../signatures.ts";
import {
  assertCharges,
  assertNotCharged,
  chargeCall,
  collector,
  collectorWallet,
  day,
  feeRecipient,
  type MandatesFixture,
  mandateOf,
  mandatesFixture,
  merchant,
  payer,
  signCancel,
  signCharge,
  signMandate,
} from "./fixture.ts";

const manners = { reverts: 1, answersFalse: 2, answersNothing: 3, lowers: 6, takesOnePercent: 7 };
const [seller] = sellers as [Address];

async function allowed(deployed: MandatesFixture, changes: Partial<Mandate> = {}): Promise<Mandate> {
  const mandate = await mandateOf(deployed, changes);
  await allow(mandate.token, deployed.mandates.address, 10n ** 20n);
  return mandate;
}

describe("charge", () => {
  for (const name of ["usdc", "ethereumTether", "bnbTether", "tetherZero", "polygonTetherZero"] as const) {
    it(`splits a period's amount in ${name} to the unit, whoever calls`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await allowed(deployed, { token: deployed.tokens[name].address, maxAmount: 123_456_789n });
      await assertCharges(deployed, mandate, 0n, 123_456_789n, await chargeCall(deployed, mandate));
    });
  }

  it("charges one recipient and six, and parts that round to nothing", async () => {
    const deployed = await mandatesFixture();
    const six = [merchant, ...sellers].map((recipient, index) => ({ recipient, bps: index === 3 ? 9_995 : 1 }));
    for (const parts of [[{ recipient: merchant, bps: 10_000 }], six]) {
      // Of 100 to one recipient, the fee is one unit.
      for (const maxAmount of [1n, 100n, 9_999n, 10_001n]) {
        const mandate = await allowed(deployed, { parts, maxAmount });
        await assertCharges(deployed, mandate, 0n, maxAmount, await chargeCall(deployed, mandate));
      }
    }
  });

  it("transfers neither a part nor a fee that rounds to nothing, which some tokens refuse", async () => {
    const deployed = await mandatesFixture();
    const { address } = await viem.deployContract("ZeroRefusingToken", [payer]);
    const token = await viem.getContractAt("ZeroRefusingToken", address, { client: { wallet: wallets.payer } });
    await token.write.mint([payer, 100n]);
    const parts = [5_000, 1, 4_999].map((bps, index) => ({ recipient: sellers[index] as Address, bps }));
    const mandate = await allowed(deployed, { token: address, maxAmount: 100n, parts });
    await assertCharges(deployed, mandate, 0n, 100n, await chargeCall(deployed, mandate));
    const received = await Promise.all(parts.map(({ recipient }) => token.read.balanceOf([recipient])));
    assert.deepEqual(received, [50n, 0n, 50n]);
  });

  it("charges each month from its first second to the last of its window, and not one before or after", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { periods: 3 });
    for (const period of [0n, 1n, 2n]) {
      const call = await chargeCall(deployed, mandate, { period });
      const due = addMonths(mandate.start, Number(period));
      if (period > 0n) {
        await networkHelpers.time.setNextBlockTimestamp(due - 1n);
        await assertNotCharged(deployed, mandate, call, "NotDue", [due]);
      }
      const end = due + BigInt(mandate.window);
      const snapshot = await networkHelpers.takeSnapshot();
      await networkHelpers.time.setNextBlockTimestamp(end);
      await assertNotCharged(deployed, mandate, call, "WindowOver", [end]);
      await snapshot.restore();
      if (period === 1n) await networkHelpers.time.setNextBlockTimestamp(due);
      if (period === 2n) await networkHelpers.time.setNextBlockTimestamp(end - 1n);
      await assertCharges(deployed, mandate, period, mandate.maxAmount, call);
    }
    const after = await chargeCall(deployed, mandate, { period: 3n });
    await networkHelpers.time.setNextBlockTimestamp(addMonths(mandate.start, 3));
    await assertNotCharged(deployed, mandate, after, "NoSuchPeriod", [3n]);
  });

  it("charges periods of seconds", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { unit: mandateUnits.seconds, every: day, window: day / 2, periods: 2 });
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
    await networkHelpers.time.setNextBlockTimestamp(mandate.start + BigInt(day));
    const second = await chargeCall(deployed, mandate, { period: 1n });
    await assertCharges(deployed, mandate, 1n, mandate.maxAmount, second);
  });

  it("does not charge a period twice, nor make up for one that was missed", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    const first = await chargeCall(deployed, mandate);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, first);
    await assertNotCharged(deployed, mandate, first, "PeriodAlreadyCharged", [0n]);
    await networkHelpers.time.setNextBlockTimestamp(addMonths(mandate.start, 3));
    const third = await chargeCall(deployed, mandate, { period: 3n });
    await assertCharges(deployed, mandate, 3n, mandate.maxAmount, third);
    for (const period of [1n, 2n]) {
      const end = addMonths(mandate.start, Number(period)) + BigInt(mandate.window);
      await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate, { period }), "WindowOver", [end]);
    }
  });

  it("waits for a mandate that begins later", async () => {
    const deployed = await mandatesFixture();
    const start = BigInt(await networkHelpers.time.latest()) + 1_000n;
    const mandate = await allowed(deployed, { start });
    await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), "NotDue", [start]);
  });

  it("moves nothing where a seller is denied or money is missing, and may be tried again", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { token: deployed.tokens.tetherZero.address });
    const tether = await viem.getContractAt("TetherZero", mandate.token, { client: { wallet: wallets.relayer } });
    const call = await chargeCall(deployed, mandate);
    await tether.write.addToBlockedList([seller]);
    await assertNotCharged(deployed, mandate, call, /Blocked/);
    await tether.write.removeFromBlockedList([seller]);
    await allow(mandate.token, deployed.mandates.address, mandate.maxAmount - 1n);
    await assert.rejects(call());
    await allow(mandate.token, deployed.mandates.address, mandate.maxAmount);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, call);
  });

  it("refuses a token without code", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed, { token: seller });
    await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), /./);
  });

  it("is the domain's that ERC-5267 tells, and stands on what was fixed at deployment", async () => {
    const { mandates, permit2 } = await mandatesFixture();
    const [, name, version, id, contract] = await mandates.read.eip712Domain();
    assert.deepEqual([name, version, id, contract], ["Mandates", "1", chainId, getAddress(mandates.address)]);
    assert.equal(await mandates.read.FEE_BPS(), 100n);
    assert.equal(await mandates.read.FEE_RECIPIENT(), feeRecipient);
    assert.equal(await mandates.read.PERMIT2(), getAddress(permit2));
    const deploy = (fee: bigint, recipient: Address) => viem.deployContract("Mandates", [fee, recipient, permit2]);
    await viem.assertions.revertWithCustomErrorWithArgs(deploy(1_001n, merchant), mandates, "FeeTooHigh", [1_001n]);
    await viem.assertions.revertWithCustomError(deploy(100n, zeroAddress), mandates, "InvalidFeeRecipient");
  });
});

describe("charge's amount", () => {
  it("without a collector is the most, and nothing else", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    for (const amount of [0n, 1n, mandate.maxAmount - 1n, mandate.maxAmount + 1n]) {
      await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate, { amount }), "WrongAmount", [
        amount,
      ]);
    }
  });

  it("with one is what the collector says, from one to the most, by itself or by its signature", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { collector });
    const mandateId = mandateIdOf(mandate);
    for (const amount of [0n, mandate.maxAmount + 1n]) {
      const call = await chargeCall(deployed, mandate, { amount, sender: collectorWallet });
      await assertNotCharged(deployed, mandate, call, "WrongAmount", [amount]);
    }
    const itself = await chargeCall(deployed, mandate, { amount: 1n, sender: collectorWallet });
    await assertCharges(deployed, mandate, 0n, 1n, itself);
    const amount = mandate.maxAmount;
    await networkHelpers.time.setNextBlockTimestamp(addMonths(mandate.start, 1));
    const collectorSignature = await signCharge(deployed, { mandateId, period: 1n, amount });
    const signed = await chargeCall(deployed, mandate, { period: 1n, amount, collectorSignature });
    await assertCharges(deployed, mandate, 1n, amount, signed);
  });

  it("is not set by a signature over another amount, period or mandate, by another, or over another domain", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { collector });
    const mandateId = mandateIdOf(mandate);
    const other = await viem.deployContract("Mandates", [100n, feeRecipient, deployed.permit2]);
    const right = { mandateId, period: 0n, amount: 5n };
    const wrong: Hex[] = [
      "0x",
      await signCharge(deployed, { ...right, amount: 6n }),
      await signCharge(deployed, { ...right, period: 1n }),
      await signCharge(deployed, { ...right, mandateId: `0x${"11".repeat(32)}` }),
      await signCharge(deployed, right, wallets.payer),
      await signCharge({ mandates: other as never }, right),
      malleable(await signCharge(deployed, right)),
    ];
    for (const collectorSignature of wrong) {
      const call = await chargeCall(deployed, mandate, { amount: 5n, collectorSignature });
      await assertNotCharged(deployed, mandate, call, "InvalidSignature", [collector]);
    }
  });

  it("is set by a collector that is a contract (ERC-1271)", async () => {
    const deployed = await mandatesFixture();
    const wallet = await viem.deployContract("SignerWallet", [collector]);
    const mandate = await allowed(deployed, { collector: wallet.address });
    const collectorSignature = await signCharge(deployed, { mandateId: mandateIdOf(mandate), period: 0n, amount: 5n });
    const call = await chargeCall(deployed, mandate, { amount: 5n, collectorSignature });
    await assertCharges(deployed, mandate, 0n, 5n, call);
  });
});

describe("charge by the payer's signature", () => {
  it("is refused where it is another's, malleable, over other terms, or over any other domain", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    const data = mandateTypedData(mandate, chainId, deployed.mandates.address);
    const inDomain = (domain: object) =>
      wallets.payer.signTypedData({ ...data, domain: { ...data.domain, ...domain } } as never);
    const right = await signMandate(deployed, mandate);
    const wrong: Hex[] = [
      "0x",
      `${right}00`,
      malleable(right),
      await signMandate(deployed, mandate, wallets.relayer),
      await signMandate(deployed, { ...mandate, maxAmount: mandate.maxAmount + 1n }),
      await signMandate(deployed, { ...mandate, payer: merchant }),
      await inDomain({ name: "PaymentRouter" }),
      await inDomain({ version: "2" }),
      await inDomain({ chainId: Number(chainId) + 1 }),
      await inDomain({ verifyingContract: deployed.router.address }),
      await wallets.payer.signMessage({ message: { raw: mandateIdOf(mandate) } }),
    ];
    for (const payerSignature of wrong) {
      const call = await chargeCall(deployed, mandate, { payerSignature });
      await assertNotCharged(deployed, mandate, call, "InvalidSignature", [payer]);
    }
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
  });

  it("is refused for every term that was changed after it was signed", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { collector });
    const payerSignature = await signMandate(deployed, mandate);
    await allow(deployed.tokens.bnbTether.address, deployed.mandates.address, 10n ** 20n);
    const parts = mandate.parts.map((part, index) => (index === 0 ? { ...part, recipient: collector } : part));
    const changes: Partial<Mandate>[] = [
      { ref: `0x${"00".repeat(32)}` },
      { token: deployed.tokens.bnbTether.address },
      { maxAmount: mandate.maxAmount + 1n },
      { start: mandate.start + 1n },
      { unit: mandateUnits.seconds, every: 30 * day },
      { every: 2 },
      { window: mandate.window + 1 },
      { periods: 13 },
      { collector: zeroAddress },
      { parts },
      { parts: [...mandate.parts].reverse() },
    ];
    for (const change of changes) {
      const changed = { ...mandate, ...change };
      const call = await chargeCall(deployed, changed, { payerSignature, sender: collectorWallet });
      await assertNotCharged(deployed, changed, call, "InvalidSignature", [payer]);
    }
  });

  it("makes a contract wallet pay by ERC-1271, and not its owner or another wallet of the same owner", async () => {
    const deployed = await mandatesFixture();
    const wallet = await viem.deployContract("SignerWallet", [payer]);
    const another = await viem.deployContract("SignerWallet", [payer]);
    const mandate = await mandateOf(deployed, { payer: wallet.address });
    for (const { address } of [wallet, another]) {
      await deployed.tokens.usdc.write.mint([address, mandate.maxAmount]);
      const owned = await viem.getContractAt("SignerWallet", address, { client: { wallet: wallets.payer } });
      await owned.write.approve([mandate.token, deployed.mandates.address, mandate.maxAmount]);
    }
    const payerSignature = await signMandate(deployed, mandate);
    for (const other of [getAddress(another.address), payer]) {
      const changed = { ...mandate, payer: other };
      const call = await chargeCall(deployed, changed, { payerSignature });
      await assertNotCharged(deployed, changed, call, "InvalidSignature", [other]);
    }
    const call = await chargeCall(deployed, mandate, { payerSignature });
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, call);
  });

  it("is checked at every charge: a wallet that changed its owner has taken its word back", async () => {
    const deployed = await mandatesFixture();
    const wallet = await viem.deployContract("ChangingWallet", [payer]);
    const mandate = await mandateOf(deployed, { payer: wallet.address });
    await deployed.tokens.usdc.write.mint([wallet.address, 10n * mandate.maxAmount]);
    await wallet.write.approve([mandate.token, deployed.mandates.address, 10n * mandate.maxAmount]);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
    await wallet.write.change([merchant]);
    await networkHelpers.time.setNextBlockTimestamp(addMonths(mandate.start, 1));
    const call = await chargeCall(deployed, mandate, { period: 1n });
    await assertNotCharged(deployed, mandate, call, "InvalidSignature", [getAddress(wallet.address)]);
  });

  it("makes an account with an EIP-7702 delegate pay by its key", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    await networkHelpers.setCode(payer, `0xef0100${deployed.router.address.slice(2)}`);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
  });

  it("is nobody's where the payer is zero", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed, { payer: zeroAddress });
    for (const payerSignature of ["0x", `0x${"00".repeat(65)}`] as const) {
      const call = await chargeCall(deployed, mandate, { payerSignature });
      await assertNotCharged(deployed, mandate, call, "InvalidSignature", [zeroAddress]);
    }
  });
});

describe("charge by Permit2", () => {
  /** A Permit2 allowance to the contract, until `expiration`. */
  async function permit(deployed: MandatesFixture, token: Address, amount: bigint, expiration: bigint) {
    await allow(token, deployed.permit2, 10n ** 20n);
    const data = encodeFunctionData({
      abi: [
        {
          type: "function",
          name: "approve",
          stateMutability: "nonpayable",
          outputs: [],
          inputs: [
            { name: "token", type: "address" },
            { name: "spender", type: "address" },
            { name: "amount", type: "uint160" },
            { name: "expiration", type: "uint48" },
          ],
        },
      ],
      args: [token, deployed.mandates.address, amount, Number(expiration)],
    });
    await chain.waitForTransactionReceipt({
      hash: await wallets.payer.sendTransaction({ to: deployed.permit2, data }),
    });
  }

  it("takes its allowance where the plain one is a unit short", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    await allow(mandate.token, deployed.mandates.address, mandate.maxAmount - 1n);
    await permit(deployed, mandate.token, mandate.maxAmount, maxUint48);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
    const token = await viem.getContractAt("TetherZero", mandate.token);
    assert.equal(await token.read.allowance([payer, deployed.mandates.address]), mandate.maxAmount - 1n);
  });

  it("leaves it alone where the plain one is enough", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    await allow(mandate.token, deployed.mandates.address, mandate.maxAmount);
    await permit(deployed, mandate.token, mandate.maxAmount, maxUint48);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
    const token = await viem.getContractAt("TetherZero", mandate.token);
    assert.equal(await token.read.allowance([payer, deployed.mandates.address]), 0n);
  });

  it("refuses after the allowance has expired, or where it is a unit short", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    const call = await chargeCall(deployed, mandate);
    await permit(deployed, mandate.token, mandate.maxAmount, mandate.start);
    await assertNotCharged(deployed, mandate, call, /./);
    await permit(deployed, mandate.token, mandate.maxAmount - 1n, maxUint48);
    await assertNotCharged(deployed, mandate, call, /./);
  });
});

describe("charge refuses terms", () => {
  const cases: { title: string; changes: Partial<Mandate>; error: string; args: readonly unknown[] }[] = [
    { title: "of an unknown unit", changes: { unit: 2 }, error: "InvalidUnit", args: [2n] },
    {
      title: "that begin beyond the calendar",
      changes: { start: 2n ** 40n + 1n },
      error: "InvalidStart",
      args: [2n ** 40n + 1n],
    },
    {
      title: "whose period is a second short of a day",
      changes: { unit: 0, every: day - 1, window: 1 },
      error: "PeriodTooShort",
      args: [BigInt(day - 1)],
    },
    { title: "whose period is of no months", changes: { every: 0 }, error: "PeriodTooShort", args: [0n] },
    { title: "without a window", changes: { window: 0 }, error: "InvalidWindow", args: [0n] },
    {
      title: "whose window is a second longer than half of February",
      changes: { window: 14 * day + 1 },
      error: "InvalidWindow",
      args: [BigInt(14 * day + 1)],
    },
    {
      title: "whose window is a second longer than half a day",
      changes: { unit: 0, every: day, window: day / 2 + 1 },
      error: "InvalidWindow",
      args: [BigInt(day / 2 + 1)],
    },
    { title: "without a period", changes: { periods: 0 }, error: "InvalidPeriods", args: [0n] },
    { title: "of 61 months", changes: { periods: 61 }, error: "InvalidPeriods", args: [61n] },
    {
      title: "of a day more than five years of 365 days",
      changes: { unit: 0, every: day, window: day / 2, periods: 1_826 },
      error: "InvalidPeriods",
      args: [1_826n],
    },
    { title: "of nothing", changes: { maxAmount: 0n }, error: "InvalidMaxAmount", args: [0n] },
    {
      title: "above 2^128",
      changes: { maxAmount: 2n ** 128n + 1n },
      error: "InvalidMaxAmount",
      args: [2n ** 128n + 1n],
    },
    { title: "without parts", changes: { parts: [] }, error: "NoShares", args: [] },
    {
      title: "of seven parts",
      changes: { parts: Array.from({ length: 7 }, () => ({ recipient: merchant, bps: 1_000 })) },
      error: "TooManySellers",
      args: [6n],
    },
    {
      title: "that pay zero",
      changes: { parts: [{ recipient: zeroAddress, bps: 10_000 }] },
      error: "InvalidRecipient",
      args: [0n],
    },
    {
      title: "with a part of nothing",
      changes: {
        parts: [
          { recipient: merchant, bps: 10_000 },
          { recipient: merchant, bps: 0 },
        ],
      },
      error: "ZeroAmount",
      args: [1n],
    },
    {
      title: "that sum to less than the whole",
      changes: { parts: [{ recipient: merchant, bps: 9_999 }] },
      error: "InvalidParts",
      args: [9_999n],
    },
  ];
  for (const { title, changes, error, args } of cases) {
    it(`${title}, on chain and off: ${error}`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await allowed(deployed, changes);
      assert.throws(() => checkMandate(mandate, deployed.mandates.address), RangeError);
      await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), error, args);
      const state = deployed.mandates.read.stateOf([mandate]) as never;
      await viem.assertions.revertWithCustomErrorWithArgs(state, deployed.mandates, error as never, args as never);
    });
  }

  it("that pay the contract itself", async () => {
    const deployed = await mandatesFixture();
    const parts = [
      { recipient: merchant, bps: 1 },
      { recipient: deployed.mandates.address, bps: 9_999 },
    ];
    const mandate = await allowed(deployed, { parts });
    assert.throws(() => checkMandate(mandate, deployed.mandates.address), RangeError);
    await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), "InvalidRecipient", [1n]);
  });

  it("and takes those on the edge", async () => {
    const deployed = await mandatesFixture();
    const edges: Partial<Mandate>[] = [
      { window: 14 * day, periods: 60 },
      { unit: 0, every: day, window: day / 2, periods: 1_825 },
      { unit: 0, every: 5 * 365 * day, window: 60, periods: 1 },
      { maxAmount: 1n },
    ];
    for (const changes of edges) {
      const mandate = await allowed(deployed, changes);
      checkMandate(mandate, deployed.mandates.address);
      await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
    }
  });
});

describe("charge in a hostile token", () => {
  async function scriptedMandate(deployed: MandatesFixture): Promise<Mandate> {
    return allowed(deployed, { token: deployed.scripted.address });
  }

  for (const manner of ["reverts", "answersFalse"] as const) {
    it(`pays nobody where the token ${manner} for any recipient`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await scriptedMandate(deployed);
      for (const account of [merchant, seller, sellers[1] as Address, feeRecipient]) {
        await deployed.scripted.write.treat([account, manners[manner]]);
        await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), /./);
        await deployed.scripted.write.treat([account, 0]);
      }
    });
  }

  for (const manner of ["takesOnePercent", "lowers"] as const) {
    it(`refuses a token that ${manner} at the largest part: InexactTransfer`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await scriptedMandate(deployed);
      await deployed.scripted.write.mint([merchant, 5n]);
      await deployed.scripted.write.treat([merchant, manners[manner]]);
      await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), "InexactTransfer", [merchant]);
    });
  }

  it("shows what a token outside of the assumptions does: a fee on a smaller part alone passes, as at the router", async () => {
    const deployed = await mandatesFixture();
    const mandate = await scriptedMandate(deployed);
    await deployed.scripted.write.treat([seller, manners.takesOnePercent]);
    await (await chargeCall(deployed, mandate))();
    assert.equal(await deployed.mandates.read.chargedUpTo([payer, mandateIdOf(mandate)]), 1n);
    assert.ok((await deployed.scripted.read.balanceOf([seller])) < 296_901_000n);
  });

  it("refuses a payer that is the recipient of the largest part", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed, { parts: [{ recipient: payer, bps: 10_000 }] });
    await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), "InexactTransfer", [payer]);
  });

  it("pays where the token returns nothing", async () => {
    const deployed = await mandatesFixture();
    const mandate = await scriptedMandate(deployed);
    await deployed.scripted.write.treat([merchant, manners.answersNothing]);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
  });

  for (const nth of [1, 2, 3, 4]) {
    it(`finds the period charged when it calls back from transfer ${nth}`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await scriptedMandate(deployed);
      const payerSignature = await signMandate(deployed, mandate);
      const data = encodeFunctionData({
        abi: mandatesAbi,
        functionName: "charge",
        args: [mandate, 0n, mandate.maxAmount, payerSignature, "0x"],
      });
      await deployed.scripted.write.callBackIn([BigInt(nth), deployed.mandates.address, data]);
      await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
      assert.equal(await deployed.scripted.read.called(), true);
      assert.equal(await deployed.scripted.read.succeeded(), false);
    });

    it(`may charge another mandate from transfer ${nth}: both are exact, or nothing happens`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await scriptedMandate(deployed);
      const other = { ...mandate, ref: `0x${"0f".repeat(32)}` as const };
      const args = [other, 0n, other.maxAmount, await signMandate(deployed, other), "0x"] as const;
      const data = encodeFunctionData({ abi: mandatesAbi, functionName: "charge", args });
      await deployed.scripted.write.callBackIn([BigInt(nth), deployed.mandates.address, data]);
      const call = await chargeCall(deployed, mandate);
      if (nth === 1) {
        // The largest recipient's balance grows by both while it is measured.
        await assertNotCharged(deployed, mandate, call, "InexactTransfer", [merchant]);
        return;
      }
      const before = await deployed.scripted.read.balanceOf([payer]);
      await call();
      assert.equal(await deployed.scripted.read.succeeded(), true);
      assert.equal(before - (await deployed.scripted.read.balanceOf([payer])), 2n * mandate.maxAmount);
      for (const { ref } of [mandate, other]) {
        assert.equal(await deployed.mandates.read.chargedUpTo([payer, mandateIdOf({ ...mandate, ref })]), 1n);
      }
    });

    it(`cancels in the middle, from transfer ${nth}: the charge under way stands, no later one`, async () => {
      const deployed = await mandatesFixture();
      const mandate = await scriptedMandate(deployed);
      const mandateId = mandateIdOf(mandate);
      const args = [payer, mandateId, await signCancel(deployed, mandateId)] as const;
      const data = encodeFunctionData({ abi: mandatesAbi, functionName: "cancelBySignature", args });
      await deployed.scripted.write.callBackIn([BigInt(nth), deployed.mandates.address, data]);
      const call = await chargeCall(deployed, mandate);
      await assertCharges(deployed, mandate, 0n, mandate.maxAmount, call, maxUint256);
      assert.equal(await deployed.scripted.read.succeeded(), true);
      await networkHelpers.time.setNextBlockTimestamp(addMonths(mandate.start, 1));
      const next = await chargeCall(deployed, mandate, { period: 1n });
      await assertNotCharged(deployed, mandate, next, "MandateIsCancelled", [mandateId]);
    });
  }
});

describe("charge and the router", () => {
  it("share no allowance and no signature", async () => {
    const deployed = await mandatesFixture();
    const mandate = await mandateOf(deployed);
    await allow(mandate.token, deployed.router.address, 10n ** 20n);
    await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), /./);
  });
});
