import { setTimeout as sleep } from "node:timers/promises";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { createPayer, type PaidByOperation, type Payer } from "../clients/typescript/payer.ts";
import { parseDecimal, tokenBySymbol } from "../src/protocol/index.ts";
import { termsFromJson } from "../src/protocol/terms.ts";
import type { SandboxChain } from "../src/sandbox/sandbox.ts";
import { mintToken } from "../src/sandbox/stablecoins.ts";
import type { SandboxState } from "../src/sandbox/state.ts";

/** What an outside program sees of the API: JSON. */
// biome-ignore lint/suspicious/noExplicitAny: read as any client without our types would.
export type Json = any;

/** The API answered other than expected. */
export class UnexpectedAnswerError extends Error {
  override readonly name = "UnexpectedAnswerError";
}

/** Where the API is, and a key to it. */
export type ApiAccess = Pick<SandboxState, "apiUrl" | "apiKey">;

/** Calls the API as the merchant's server does. Throws on anything but success, with the answer in the message. */
export async function callApi(state: ApiAccess, method: string, path: string, body?: Json): Promise<Json> {
  const response = await fetch(new URL(path, state.apiUrl), {
    method,
    headers: { authorization: `Bearer ${state.apiKey}`, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const answer: Json = await response.json();
  if (!response.ok)
    throw new UnexpectedAnswerError(`${method} ${path} answered ${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** Pays a payment as its customer would: takes a quote, and a new smart account without any coin signs one sponsored operation. */
export async function payAsNewCustomer(
  state: ApiAccess,
  on: SandboxChain,
  paymentId: string,
  token: string,
): Promise<{ quote: Json; payer: Payer; paid: PaidByOperation }> {
  const quote = await callApi(state, "POST", `/v1/checkout/${paymentId}/quotes`, { chainId: on.chain.id, token });
  const payer = await createPayer({
    chainId: on.chain.id,
    rpcUrl: quote.rpcUrl,
    checkoutToken: quote.checkoutToken,
    owner: privateKeyToAccount(generatePrivateKey()),
  });
  const known = tokenBySymbol(on.chain, token);
  if (!known) throw new Error(`${token} is not on ${on.chain.name}.`);
  await mintToken(on.local, known, payer.account.address, parseDecimal(quote.amountToken, known.decimals));
  const paid = await payer.pay(termsFromJson(quote.terms), quote.router, known);
  return { quote, payer, paid };
}

/** Reads a payment until it is in that state. */
export async function waitForStatus(
  state: ApiAccess,
  paymentId: string,
  status: string,
  signal: AbortSignal,
): Promise<Json> {
  for (;;) {
    const payment = await callApi(state, "GET", `/v1/payments/${paymentId}`);
    if (payment.status === status) return payment;
    await sleep(200, undefined, { signal });
  }
}
