import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { erc20Abi } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createPayer } from "../../clients/typescript/payer.ts";
import { callApi, waitForStatus } from "../../scripts/pay.ts";
import type { Stack } from "../../scripts/stack.ts";
import { enabledChains, parseDecimal, type Token } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { startTestStack } from "../support/test-stack.ts";

const patience = () => AbortSignal.timeout(60_000);

let stack: Stack;
before(async () => {
  stack = await startTestStack();
});
after(() => stack?.stop());

describe("a plain account without coin pays from its own address (EIP-7702)", { concurrency: true }, () => {
  for (const { id, name, tokens } of enabledChains) {
    test(`on ${name}, each token`, async () => {
      const on = stack.sandbox.chains.get(id) as SandboxChain;
      for (const token of tokens.filter(({ enabled }) => enabled)) await payFromPlainAccount(on, token);
    });
  }
});

async function payFromPlainAccount(on: SandboxChain, token: Token): Promise<void> {
  const payment = await callApi(stack.state, "POST", "/v1/payments", { amount: "10.00", currency: "USD" });
  const choice = { chainId: on.chain.id, token: token.symbol };
  const quote = await callApi(stack.state, "POST", `/v1/checkout/${payment.id}/quotes`, choice);
  const owner = privateKeyToAccount(generatePrivateKey());
  await mintToken(on.local, token, owner.address, parseDecimal(quote.amountToken, token.decimals));

  const payer = await createPayer({ ...quote, owner, delegate: true });
  assert.equal(payer.account.address, owner.address);
  const paid = await payer.pay(termsFromJson(quote.terms), quote.router, token);

  const { txHash } = await waitForStatus(stack.state, payment.id, "SUCCESSFUL", patience());
  assert.equal(txHash, paid.transactionHash);
  assert.equal(await on.local.getBalance({ address: owner.address }), 0n, "it never had any coin");
  const balanceOf = { address: token.address, abi: erc20Abi, functionName: "balanceOf" } as const;
  assert.equal(await on.local.readContract({ ...balanceOf, args: [owner.address] }), 0n);
}
