import { chains, type Token } from "../src/protocol/index.ts";
import { profiles, type WalletProfile } from "../test/web/support/known-wallets/profiles.ts";
import { type MethodName, possibleMethods } from "../web/checkout/payment-methods/choose-method.ts";
import type { PayerFacts } from "../web/checkout/payment-methods/inspect-payer.ts";

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
  const lines = page.split("\n");
  const start = lines.findIndex((line) => line.startsWith("| chain "));
  if (start < 0) throw new Error("docs/wallets.md has no table that begins with the column `chain`.");
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  lines.splice(start, length, ...table());
  return lines.join("\n");
}

function table(): string[] {
  const wallets = Object.values(profiles);
  const rows = chains
    .filter(({ testnet }) => !testnet)
    .flatMap(({ name, tokens }) =>
      tokens.map((token) => [name, token.symbol, ...wallets.map((wallet) => names[firstMethod(wallet, token)])]),
    );
  const head = ["chain", "token", ...Object.keys(profiles)];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)];
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
