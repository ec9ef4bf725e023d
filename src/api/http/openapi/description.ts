import type { Chain } from "../../../protocol/index.ts";

/** What the document says of the whole API, and of what this server offers. */
export function describe(chains: readonly Chain[]): string {
  const offered = chains.map(
    ({ id, name, tokens }) => `${name} (${id}): ${tokens.map(({ symbol }) => symbol).join(", ")}`,
  );
  return `${general}

This server offers ${offered.join("; ")}. Other chains and tokens are known, and refused here.`;
}

const general = `Split stablecoin payments, settled in one transaction.

Amounts are decimal strings. Times are ISO 8601. Every error has the same shape: \`code\` is for programs, \`message\` for people.
Lists answer the newest first; \`cursor\` is the \`nextCursor\` of the answer before.`;

/** The groups of operations. */
export const tags = [
  { name: "Payments", description: "What a customer pays, and how it is split." },
  { name: "Refunds", description: "What goes back to payers, from wallets of your own." },
  { name: "Links", description: "Templates of payments behind permanent URLs: each visit makes a payment." },
  {
    name: "Subscriptions",
    description: "Packages, recurring plans and subscriptions: an invoice each period, by the calendar.",
  },
  { name: "Invoices", description: "What customers are asked to pay: lines, taxes, a number, and a page." },
  {
    name: "Customers",
    description: "Who pays in again and again, the addresses that are theirs for ever, and what came there.",
  },
  { name: "Mandates", description: "What payers sign once to be charged each period." },
  { name: "Checkout", description: "What a payer's page needs: no API key, but the payment's id." },
  { name: "Webhooks", description: "Where you are notified of what happens, and what was delivered." },
  { name: "Events", description: "What happened, in order: to read, to follow, to send again." },
  { name: "Organization", description: "What you decide for all of your payments, and what was changed." },
  { name: "Members", description: "Who works in your organization, and as what." },
  { name: "Account", description: "How you sign in, and where you are signed in." },
  { name: "API keys", description: "The keys of your servers." },
  { name: "Reports", description: "The ledger, sums and exports." },
  { name: "payment_links API", description: "Another API over links: reusable pages with a fixed fiat price." },
  { name: "payment-links API", description: "Another API over payments: single-use links for one token on one chain." },
  { name: "PayIn API", description: "Another API: orders, links and deposits in stablecoins." },
  { name: "PayLinkr API", description: "Another API: invoices in one asset, and the log of requests." },
  { name: "Sandbox", description: "What you try on local chains: customers, reorganizations, time." },
  { name: "Status", description: "How the chains are." },
] as const;

export type Tag = (typeof tags)[number]["name"];
