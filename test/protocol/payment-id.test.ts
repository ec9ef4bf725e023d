import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { SignTypedDataVersion, TypedDataUtils } from "@metamask/eth-sig-util";
import fc from "fast-check";
import type { Hex } from "viem";
import {
  type PaymentTerms,
  paymentIdOf,
  paymentTypes,
  type StoredTerms,
  termsFromJson,
} from "../../src/protocol/index.ts";
import { payments } from "./payments.ts";

test("reproduces the ids that the protocol names", async () => {
  const file = new URL("fixtures/payment-ids.json", import.meta.url);
  const known: { payment: StoredTerms; paymentId: Hex }[] = JSON.parse(await readFile(file, "utf8"));
  assert.equal(known.length, 2);
  for (const { payment, paymentId } of known) assert.equal(paymentIdOf(termsFromJson(payment)), paymentId);
});

test("equals the struct hash of another EIP-712 library for any payment", () => {
  fc.assert(
    fc.property(payments, (payment) => {
      const theirs = TypedDataUtils.hashStruct("Payment", toJson(payment), toLibraryTypes(), SignTypedDataVersion.V4);
      assert.equal(paymentIdOf(payment), `0x${Buffer.from(theirs).toString("hex")}`);
    }),
    { numRuns: 500 },
  );
});

test("changes with every field and every unit", () => {
  fc.assert(
    fc.property(payments, fc.nat(), (payment, pick) => {
      const [share] = payment.shares;
      assert.ok(share);
      const changes: PaymentTerms[] = [
        { ...payment, uuid: `0x${(BigInt(payment.uuid) ^ 1n).toString(16).padStart(64, "0")}` },
        { ...payment, chainId: payment.chainId ^ 1n },
        { ...payment, token: flip(payment.token) },
        { ...payment, deadline: payment.deadline ^ 1n },
        { ...payment, refundTo: flip(payment.refundTo) },
        { ...payment, shares: [{ ...share, amount: share.amount ^ 1n }, ...payment.shares.slice(1)] },
        { ...payment, shares: [{ ...share, recipient: flip(share.recipient) }, ...payment.shares.slice(1)] },
        { ...payment, shares: [...payment.shares, share] },
      ];
      const changed = changes[pick % changes.length] as PaymentTerms;
      assert.notEqual(paymentIdOf(changed), paymentIdOf(payment));
    }),
  );
});

function flip(address: Hex): Hex {
  return `0x${(BigInt(address) ^ 1n).toString(16).padStart(40, "0")}`;
}

function toJson(payment: PaymentTerms) {
  const shares = payment.shares.map(({ recipient, amount }) => ({ recipient, amount: amount.toString() }));
  return { ...payment, chainId: payment.chainId.toString(), deadline: payment.deadline.toString(), shares };
}

function toLibraryTypes() {
  return { Payment: [...paymentTypes.Payment], Share: [...paymentTypes.Share] };
}
