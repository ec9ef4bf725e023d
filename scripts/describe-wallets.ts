import { chains, type Token } from "../src/protocol/index.ts";
import { profiles, type WalletProfile } from "../test/web/support/known-wallets/profiles.ts";
import { type MethodName, possibleMethods } from "../web/checkout/payment-methods/choose-method.ts";
import type { PayerFacts } from "../web/checkout/payment-methods/inspect-payer.ts";
import { markdownTable, tableIn } from "./markdown-table.ts";

const total = 1_000_000n;

/** What the page of ways to pay calls each. */
const names: Readonly<Record<MethodName, string>> = {
  paymentSignature: "payment signature",
  authorization: "signature (EIP-3009)",
  permit2: "signature (Permit2)",
  sponsoredBatch: "sponsored batch",
  smartAccount: "smart account",
  permit: "permit, transaction*",
  batch: "batch*",
  approval: "two transactions*",
};

/** The table of docs/wallets.md that says how the page has each wallet pay, made by what chooses there. */
export function describeWallets(page: string): string {
  return tableIn(page, "| chain ").replacedBy(table());
}

function table(): string[] {
  const wallets = Object.values(profiles);
  const rows = chains
    .filter(({ testnet }) => !testnet)
    .flatMap(({ name, tokens }) =>
      tokens.map((token) => [name, token.symbol, ...wallets.map((wallet) => names[firstMethod(wallet, token)])]),
    );
  return markdownTable(["chain", "token", ...Object.keys(profiles)], rows);
}

/** Of an account that holds the token and native token, and has allowed nothing. */
function firstMethod(wallet: WalletProfile, token: Token): MethodName {
  const facts: PayerFacts = {
    ...wallet,
    balance: total,
    routerAllowance: 0n,
    permit2Allowance: 0n,
    nativeBalance: total,
    gasPrice: 1n,
    smartAccount: null,
  };
  return possibleMethods(facts, token, total, { signatures: true, operations: true })[0] ?? "approval";
}
