import type { Address } from "viem";
import type { Quote } from "../../../clients/typescript/types.ts";
import type { Token } from "../../../src/protocol/chains/index.ts";
import type { PayerFacts } from "./inspect-payer.ts";

/** The ways to pay from a wallet, those that ask least of the payer first; among the gasless ones, those that cost the relayer least. */
export const methodNames = [
  "paymentSignature",
  "authorization",
  "permit2",
  "sponsoredBatch",
  "smartAccount",
  "permit",
  "batch",
  "approval",
] as const;
export type MethodName = (typeof methodNames)[number];

type Manners = Pick<Token, "authorization" | "permit">;

/** Gas of the payer's own transactions, above what they were measured to use (docs/gas.md), by what they do. */
const gas = { approve: 70_000n, pay: 110_000n, eachSeller: 30_000n, permit: 60_000n, batch: 40_000n, upgrade: 40_000n };

/** Those that the payer's account pays the network's fee of. */
const paid: ReadonlySet<MethodName> = new Set(["permit", "batch", "approval"]);

type CostFacts = Pick<PayerFacts, "gasPrice" | "routerAllowance" | "kind" | "capabilities">;
type Cost = Pick<Token, "approveZeroFirst"> & { readonly total: bigint; readonly sellers: number };

/** The most of the native token that a method costs the payer, at the current price of gas; zero where it costs nothing. */
export function nativeTokenNeeded(
  method: MethodName,
  { gasPrice, routerAllowance, kind, capabilities }: CostFacts,
  { total, sellers, approveZeroFirst }: Cost,
): bigint {
  // Who sends a contract's transactions, and pays for them, is not for us to know.
  if (kind === "contract" || !paid.has(method)) return 0n;
  const paying = gas.pay + gas.eachSeller * BigInt(sellers);
  if (method === "batch") {
    // It takes back an allowance that is in the way, and allows anew, whatever stands.
    const allowing = (approveZeroFirst ? 2n : 1n) * gas.approve;
    return gasPrice * (paying + allowing + gas.batch + (capabilities.atomic === "ready" ? gas.upgrade : 0n));
  }
  const allowing = method === "permit" ? gas.permit : routerAllowance >= total ? 0n : gas.approve;
  // An allowance that has to be taken back first costs once more.
  const isInTheWay = approveZeroFirst && routerAllowance > 0n && routerAllowance < total;
  const takingBack = method === "approval" && isInTheWay ? gas.approve : 0n;
  return gasPrice * (paying + allowing + takingBack);
}

/**
 * The methods that a payer's account, wallet and token allow, in order, whether or not it holds enough. It decides by what is known before anything is
 * asked of the payer. `gasless` is what the API pays the gas of.
 */
export function possibleMethods(
  facts: PayerFacts,
  token: Manners,
  total: bigint,
  gasless: Quote["gasless"],
): MethodName[] {
  const can = conditions(facts, token, total, gasless);
  return methodNames.filter((name) => can[name]);
}

function conditions(
  facts: PayerFacts,
  token: Manners,
  total: bigint,
  { signatures, operations }: Quote["gasless"],
): Record<MethodName, boolean> {
  const { kind, code, checksSignatures, routerAllowance, permit2Allowance, capabilities } = facts;
  const batches = capabilities.atomic !== "unsupported";
  // The paymaster signs for accounts whose code is known; what a plain key will become is seen there.
  const isSponsored = capabilities.paymasterService && (kind === "key" || code !== null);
  // A smart wallet whose account is not deployed yet looks like a key and signs like a contract: nobody can check what it signs.
  const undeployed = kind === "key" && capabilities.atomic === "supported";
  const isKey = kind === "key" && !undeployed;
  const signs = isKey || checksSignatures;
  return {
    // Our router takes the key's signature also where the key has borrowed code.
    paymentSignature: signatures && routerAllowance >= total && (signs || kind === "delegated"),
    authorization: signatures && token.authorization && signs,
    permit2: signatures && permit2Allowance >= total && signs,
    sponsoredBatch: operations && batches && isSponsored,
    smartAccount: operations && isKey && facts.balance < total && (facts.smartAccount?.balance ?? 0n) >= total,
    permit: token.permit && isKey && routerAllowance < total,
    batch: batches,
    approval: true,
  };
}

type Holder = { readonly address: Address; readonly balance: bigint };

/** Whom a method takes the money from: the connected account, or its smart account. */
export function holderOf(method: MethodName, { payer, facts }: { payer: Address; facts: PayerFacts }): Holder {
  const payerItself = { address: payer, balance: facts.balance };
  return method === "smartAccount" ? (facts.smartAccount ?? payerItself) : payerItself;
}
