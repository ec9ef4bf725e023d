import assert from "node:assert/strict";
import { getAddress } from "viem";
import { inspectPayer } from "../../../../web/checkout/payment-methods/inspect-payer.ts";
import type { Market } from "../paying-stack.ts";
import type { TestWallet } from "../test-wallet.ts";
import { profiles } from "./profiles.ts";

/** Asserts that the page finds out of a wallet what docs/wallets.md says of it. */
export async function assertProfile(
  wallet: TestWallet,
  { chain, chainId, token, router }: Market,
  name: keyof typeof profiles,
): Promise<void> {
  const at = { chainId, token: token.address, router: getAddress(router) };
  const found = await inspectPayer(chain.local, wallet.provider, wallet.address, at);
  const { kind, code, checksSignatures, capabilities } = found;
  assert.deepEqual({ kind, code, checksSignatures, capabilities }, profiles[name]);
}
