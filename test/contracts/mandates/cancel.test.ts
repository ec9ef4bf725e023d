import assert from "node:assert/strict";
import { getAddress, parseEventLogs } from "viem";
import { cancelTypedData, type Mandate, mandateIdOf, mandatesAbi } from "../../../src/protocol/index.ts";
import { allow, chain, chainId, viem, wallets } from "../fixture.ts";
import { malleable } from "../signatures.ts";
import {
  assertCharges,
  assertNotCharged,
  chargeCall,
  type MandatesFixture,
  mandateOf,
  mandatesAs,
  mandatesFixture,
  merchant,
  payer,
  signCancel,
} from "./fixture.ts";

async function allowed(deployed: MandatesFixture, changes: Partial<Mandate> = {}): Promise<Mandate> {
  const mandate = await mandateOf(deployed, changes);
  await allow(mandate.token, deployed.mandates.address, 10n ** 20n);
  return mandate;
}

async function eventsOf(hash: `0x${string}`) {
  const { logs } = await chain.waitForTransactionReceipt({ hash });
  return parseEventLogs({ abi: mandatesAbi, logs }).map(({ eventName, args }) => ({ eventName, ...args }));
}

describe("cancel", () => {
  it("ends a mandate that was never used, and only that one", async () => {
    const deployed = await mandatesFixture();
    const [mandate, other] = [await allowed(deployed), await allowed(deployed, { ref: `0x${"01".repeat(32)}` })];
    const mandateId = mandateIdOf(mandate);
    const contract = await mandatesAs(deployed, wallets.payer);
    assert.deepEqual(await eventsOf(await contract.write.cancel([mandateId])), [
      { eventName: "MandateCancelled", mandateId, payer },
    ]);
    assert.equal(await contract.read.isCancelled([payer, mandateId]), true);
    const call = await chargeCall(deployed, mandate);
    await assertNotCharged(deployed, mandate, call, "MandateIsCancelled", [mandateId]);
    await assertCharges(deployed, other, 0n, other.maxAmount, await chargeCall(deployed, other));
  });

  it("by another than the payer means nothing", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    for (const wallet of [wallets.merchant, wallets.relayer]) {
      await (await mandatesAs(deployed, wallet)).write.cancel([mandateIdOf(mandate)]);
    }
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
  });

  it("may be done twice", async () => {
    const deployed = await mandatesFixture();
    const mandateId = mandateIdOf(await mandateOf(deployed));
    const contract = await mandatesAs(deployed, wallets.payer);
    await contract.write.cancel([mandateId]);
    await contract.write.cancel([mandateId]);
    assert.equal(await contract.read.isCancelled([payer, mandateId]), true);
  });
});

describe("cancelBySignature", () => {
  it("ends the payer's mandate, whoever submits it", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    const mandateId = mandateIdOf(mandate);
    const contract = await mandatesAs(deployed);
    const hash = await contract.write.cancelBySignature([payer, mandateId, await signCancel(deployed, mandateId)]);
    assert.deepEqual(await eventsOf(hash), [{ eventName: "MandateCancelled", mandateId, payer }]);
    const call = await chargeCall(deployed, mandate);
    await assertNotCharged(deployed, mandate, call, "MandateIsCancelled", [mandateId]);
  });

  it("ends a contract wallet's mandate by ERC-1271", async () => {
    const deployed = await mandatesFixture();
    const wallet = await viem.deployContract("SignerWallet", [payer]);
    const mandateId = mandateIdOf(await mandateOf(deployed, { payer: wallet.address }));
    const contract = await mandatesAs(deployed);
    await contract.write.cancelBySignature([wallet.address, mandateId, await signCancel(deployed, mandateId)]);
    assert.equal(await contract.read.isCancelled([wallet.address, mandateId]), true);
    assert.equal(await contract.read.isCancelled([payer, mandateId]), false);
  });

  it("is refused where the signature is another's, malleable, over another mandate, or over any other domain", async () => {
    const deployed = await mandatesFixture();
    const mandateId = mandateIdOf(await mandateOf(deployed));
    const data = cancelTypedData(mandateId, chainId, deployed.mandates.address);
    const inDomain = (domain: object) =>
      wallets.payer.signTypedData({ ...data, domain: { ...data.domain, ...domain } } as never);
    const wrong = [
      "0x" as const,
      malleable(await signCancel(deployed, mandateId)),
      await signCancel(deployed, mandateId, wallets.merchant),
      await signCancel(deployed, `0x${"11".repeat(32)}`),
      await inDomain({ name: "PaymentRouter" }),
      await inDomain({ version: "2" }),
      await inDomain({ chainId: Number(chainId) + 1 }),
      await inDomain({ verifyingContract: deployed.router.address }),
    ];
    const contract = await mandatesAs(deployed);
    for (const signature of wrong) {
      await viem.assertions.revertWithCustomErrorWithArgs(
        contract.write.cancelBySignature([payer, mandateId, signature]),
        deployed.mandates,
        "InvalidSignature",
        [payer],
      );
    }
    assert.equal(await contract.read.isCancelled([payer, mandateId]), false);
  });

  it("by a merchant's signature does not end a payer's mandate", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    const mandateId = mandateIdOf(mandate);
    const contract = await mandatesAs(deployed);
    await contract.write.cancelBySignature([
      merchant,
      mandateId,
      await signCancel(deployed, mandateId, wallets.merchant),
    ]);
    await assertCharges(deployed, mandate, 0n, mandate.maxAmount, await chargeCall(deployed, mandate));
  });
});

describe("cancelAll", () => {
  it("ends all mandates of the caller's epoch and nobody else's; those of the next hold", async () => {
    const deployed = await mandatesFixture();
    const mandate = await allowed(deployed);
    const next = await allowed(deployed, { epoch: 1n });
    await assertNotCharged(deployed, next, await chargeCall(deployed, next), "WrongEpoch", [1n]);
    await (await mandatesAs(deployed, wallets.merchant)).write.cancelAll();
    const contract = await mandatesAs(deployed, wallets.payer);
    assert.equal(await contract.read.epoch([payer]), 0n);
    assert.deepEqual(await eventsOf(await contract.write.cancelAll()), [
      { eventName: "AllMandatesCancelled", payer: getAddress(payer), epoch: 1n },
    ]);
    assert.equal(await contract.read.epoch([payer]), 1n);
    await assertNotCharged(deployed, mandate, await chargeCall(deployed, mandate), "WrongEpoch", [0n]);
    await assertCharges(deployed, next, 0n, next.maxAmount, await chargeCall(deployed, next));
  });
});
