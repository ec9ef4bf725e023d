import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSignature, serializeCompactSignature, signatureToCompactSignature, type TypedDataDefinition } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { signTypedData } from "../../../../web/checkout/payment-methods/sign-typed-data.ts";
import { WalletCannotError } from "../../../../web/shared/wallets/index.ts";

const account = privateKeyToAccount(generatePrivateKey());
const typedData = {
  domain: { name: "Test", chainId: 1 },
  types: { Text: [{ name: "text", type: "string" }] },
  primaryType: "Text",
  message: { text: "one" },
} as const satisfies TypedDataDefinition;
const signature = await account.signTypedData(typedData);

const signWith = (answer: unknown, kind: "key" | "contract" = "key") =>
  signTypedData(
    { wallet: { provider: { request: async () => answer } }, payer: account.address, facts: { kind } } as never,
    typedData,
    new AbortController().signal,
  );

test("signTypedData: a key's signature has 65 bytes and counts from 27, however the wallet writes it", async () => {
  const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)));
  const recovery = Number.parseInt(signature.slice(-2), 16) - 27;
  for (const written of [signature, compact, `${signature.slice(0, -2)}0${recovery}`]) {
    assert.equal(await signWith(written), signature);
  }
});

test("signTypedData: what is no signature of a key is refused, and a contract's is taken as it is", async () => {
  for (const nothing of [null, undefined, "", "0x", {}, `${signature}00`]) {
    await assert.rejects(signWith(nothing), WalletCannotError);
  }
  assert.equal(await signWith(`${signature}00`, "contract"), `${signature}00`);
});
