import { type Chain, chains, type FinalityRule, type Token } from "../src/protocol/index.ts";
import { markdownTable } from "./markdown-table.ts";

/** The chains and tokens that the product knows, as a page of the documentation. */
export function describeChains(): string {
  const realChains = chains.filter(({ testnet }) => !testnet);
  return `<!-- Written by \`npm run generate\` from src/protocol/chains. Do not edit. -->

# Chains and tokens

Amounts are decimal strings with all decimals of the token; shares and fees are exact in its base units. The chains that are
offered by default are those that the product is for. A payment can be made with the USDC and USDT of any chain here that the operator has the server
serve, and with EURC where the operator names it in \`<NETWORK>_TOKENS\`.

${tableOf(
  ["chain", "id", "token", "decimals", "address", "offered by default"],
  realChains.flatMap((chain) => chain.tokens.map((token) => tokenRow(chain, token))),
)}

## What a payer can sign

${tableOf(
  ["chain", "token", "EIP-3009", "permit (EIP-2612)", "Permit2", "payment signature, deposit address, own transaction"],
  realChains.flatMap(({ name, tokens }) =>
    tokens.map(({ symbol, authorization, permit }) => [name, symbol, yes(authorization), yes(permit), "yes", "yes"]),
  ),
)}

## When a payment is final

Until then it is PROCESSING. The rule depends on the amount, in whole token units.

${tableOf(
  ["chain", "amount", "final when"],
  realChains.flatMap(({ name, finality }) =>
    finality.map(({ upTo, rule }) => [name, upTo === null ? "more" : `up to ${upTo}`, describeRule(rule)]),
  ),
)}

## Testnets

Testnets take the payments of test keys, real chains those of live keys, and never the other way round: on a testnet a payment is made with coins that are worth nothing.

${tableOf(
  ["chain", "id", "token", "decimals", "address", "offered by default"],
  chains.filter(({ testnet }) => testnet).flatMap((chain) => chain.tokens.map((token) => tokenRow(chain, token))),
)}
`;
}

function tokenRow(chain: Chain, token: Token): string[] {
  const { symbol, decimals, address } = token;
  return [chain.name, `${chain.id}`, symbol, `${decimals}`, `\`${address}\``, yes(chain.enabled && token.enabled)];
}

function describeRule(rule: FinalityRule): string {
  switch (rule.kind) {
    case "blocks":
      return `${rule.blocks} blocks are on top of it`;
    case "seconds":
      return `the chain is ${rule.seconds} seconds further`;
    case "tag":
      return rule.blocks ? `${rule.blocks} blocks below \`${rule.tag}\`` : `the node calls its block \`${rule.tag}\``;
  }
}

const yes = (is: boolean) => (is ? "yes" : "no");

const tableOf = (...table: Parameters<typeof markdownTable>) => markdownTable(...table).join("\n");
