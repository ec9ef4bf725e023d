import assert from "node:assert/strict";
import { test } from "node:test";
import { refusalOf } from "../../../../web/shared/wallets/eip1193.ts";
import { RejectedByPayerError, WalletCannotError, walletError } from "../../../../web/shared/wallets/errors.ts";

test("walletError: a refusal of the payer is known in every form that wallets give it", () => {
  const refusals = [
    { code: 4001, message: "" },
    { code: "ACTION_REJECTED", message: "user rejected action" },
    { code: -32000, message: "User rejected the transaction" },
    { code: -32603, message: "MetaMask Tx Signature: User denied transaction signature." },
    { code: -32603, message: "Internal error", data: { originalError: { code: 4001 } } },
    { code: "UNKNOWN_ERROR", info: { error: { code: 4001 } } },
    { code: 5000, message: "User rejected." },
    new Error("User cancelled"),
  ];
  for (const refusal of refusals)
    assert.ok(walletError(refusal) instanceof RejectedByPayerError, JSON.stringify(refusal));
});

test("walletError: what a wallet does not do is no refusal of the payer", () => {
  for (const code of [-32601, 4200, 5710, 5760]) {
    const error = walletError({ code, message: "Not supported." });
    assert.ok(error instanceof WalletCannotError);
    assert.equal(refusalOf(error.cause), "unsupported");
  }
  for (const error of [null, "no", { code: -32000, message: "insufficient funds for gas" }]) {
    assert.ok(walletError(error) instanceof WalletCannotError);
  }
});
