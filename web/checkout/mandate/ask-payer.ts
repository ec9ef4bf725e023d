import { type Address, createPublicClient, custom, encodeFunctionData, erc20Abi, type Hex, isHex } from "viem";
import { waitForTransactionReceipt } from "viem/actions";
import type { MandatePages } from "../../../clients/typescript/resources/mandate-pages.ts";
import type { MandatePage, MandateSignature, MandateTerms } from "../../../clients/typescript/types.ts";
import { chainById, tokenBySymbol } from "../../../src/protocol/chains/index.ts";
import { isCodeOf } from "../../../src/protocol/contract-code.ts";
import { mandatesAbi } from "../../../src/protocol/generated/mandates-abi.ts";
import { mandatesCode } from "../../../src/protocol/generated/mandates-code.ts";
import { cancelTypedData, type Mandate, mandateTypedData } from "../../../src/protocol/mandate.ts";
import { allowanceTypedData } from "../../../src/protocol/typed-data.ts";
import { PayerError } from "../../shared/payer-error.ts";
import { askWallet, type ConnectedWallet, switchChain } from "../../shared/wallets/index.ts";
import { type AccountKind, accountOf } from "../payment-methods/account-code.ts";
import { signTypedData } from "../payment-methods/sign-typed-data.ts";
import { TermsMismatchError } from "./check-terms.ts";

/** How long a permit may take to its place on chain. Seconds. */
const permitLife = 3_600n;

type Payer = { readonly page: MandatePage; readonly connected: ConnectedWallet; readonly signal: AbortSignal };

/** What the account is: one that signs with code of its own has signatures of any form. */
async function kindOf({ connected: { provider, address } }: Payer): Promise<AccountKind> {
  const code = await askWallet<unknown>(provider, { method: "eth_getCode", params: [address, "latest"] });
  return accountOf(isHex(code) ? code : undefined).kind;
}

async function sign(payer: Payer, typedData: object): Promise<Hex> {
  const { connected, signal } = payer;
  const signer = { wallet: connected, payer: connected.address, facts: { kind: await kindOf(payer) } };
  return signTypedData(signer, typedData as never, signal);
}

/** What stands at the contract's address has to be `Mandates` to the byte, as the wallet's own node says: the address is the server's word. Throws `TermsMismatchError`. */
async function checkContract({ page: { contract }, connected: { provider } }: Payer): Promise<void> {
  const code = await askWallet<unknown>(provider, { method: "eth_getCode", params: [contract, "latest"] });
  if (!isHex(code) || !isCodeOf(code, mandatesCode)) throw new TermsMismatchError("contract");
}

/** The time that the token will compare with, in seconds: the payer's clock may be wrong. */
async function chainTime({ connected: { provider } }: Payer): Promise<bigint> {
  const request = { method: "eth_getBlockByNumber", params: ["latest", false] };
  const { timestamp } = await askWallet<{ readonly timestamp: Hex }>(provider, request);
  return BigInt(timestamp);
}

/** Has the wallet set the allowance by a transaction, and waits for it. */
export async function approve(payer: Payer, amount: bigint, current: bigint): Promise<void> {
  const { page, connected } = payer;
  await switchChain(connected.provider, page.chainId);
  // Ethereum's USDT changes no allowance but from or to zero.
  if (page.chainId === 1 && page.token === "USDT" && current > 0n && amount > 0n) await sendApproval(payer, 0n);
  await sendApproval(payer, amount);
}

function sendApproval(payer: Payer, amount: bigint): Promise<void> {
  const { contract, tokenAddress } = payer.page;
  const args = [contract as Address, amount] as const;
  return send(payer, tokenAddress as Address, encodeFunctionData({ abi: erc20Abi, functionName: "approve", args }));
}

async function send({ connected, signal }: Payer, to: Address, data: Hex): Promise<void> {
  const { provider, address } = connected;
  const request = { method: "eth_sendTransaction", params: [{ from: address, to, data, value: "0x0" }] };
  const hash = await askWallet<unknown>(provider, request, signal);
  if (!isHex(hash)) return;
  const client = createPublicClient({ transport: custom(provider) });
  const { status } = await waitForTransactionReceipt(client, { hash });
  if (status !== "success") {
    throw new PayerError("The transaction reverted", { key: "mandate.reverted", values: {} });
  }
}

/** Has the wallet sign the terms, the allowance first, and hands it in. */
export async function signMandate(
  api: MandatePages,
  token: string,
  payer: Payer,
  { prepared, terms }: { readonly prepared: MandateTerms; readonly terms: Mandate },
  onStep: (step: number) => void,
): Promise<MandatePage> {
  const { page, connected, signal } = payer;
  const { method, needed, current } = prepared.allowance;
  await switchChain(connected.provider, page.chainId);
  await checkContract(payer);
  onStep(0);
  const isContract = (await kindOf(payer)) === "contract";
  let permit: MandateSignature["permit"];
  if (method === "PERMIT" && !isContract) permit = await signPermit(payer, prepared);
  else if (method !== "NONE") await approve(payer, BigInt(needed), BigInt(current));
  onStep(1);
  const contract = page.contract as Address;
  const signature = await sign(payer, mandateTypedData(terms, BigInt(page.chainId), contract));
  const signed = { payer: connected.address, startsAt: prepared.startsAt, signature, ...(permit && { permit }) };
  return api.sign(token, signed, { signal });
}

async function signPermit(payer: Payer, { allowance }: MandateTerms): Promise<MandateSignature["permit"]> {
  const { page, connected } = payer;
  const chain = chainById(page.chainId);
  const domain = chain && tokenBySymbol(chain, page.token)?.domain;
  if (!domain) throw new Error(`${page.token} has no permits.`);
  const value = BigInt(allowance.needed);
  const deadline = (await chainTime(payer)) + permitLife;
  const permit = {
    owner: connected.address,
    spender: page.contract as Address,
    value,
    nonce: BigInt(allowance.nonce ?? "0"),
    deadline,
  };
  const token = { token: page.tokenAddress as Address, chainId: BigInt(page.chainId) };
  const signature = await sign(payer, allowanceTypedData(token, permit, domain));
  return { value: value.toString(), deadline: deadline.toString(), signature };
}

/** Ends a mandate by the payer's signature: the gas is ours. */
export async function endBySignature(api: MandatePages, token: string, payer: Payer): Promise<MandatePage> {
  const { page, signal } = payer;
  const id = page.onchainId as Hex;
  const signature = await sign(payer, cancelTypedData(id, BigInt(page.chainId), page.contract as Address));
  return api.end(token, signature, { signal });
}

/** The same by the payer's own transaction, which needs nobody of us. */
export async function endOnChain(payer: Payer): Promise<void> {
  const { page, connected } = payer;
  await switchChain(connected.provider, page.chainId);
  const args = [page.onchainId as Hex] as const;
  await send(payer, page.contract as Address, encodeFunctionData({ abi: mandatesAbi, functionName: "cancel", args }));
}
