import type { Chain, FinalityPolicy, FinalityRule } from "./chains/chain.ts";
import { tokenByAddress } from "./chains/index.ts";

/** Where in the chain's policy an amount (base units) of a token stands. An unknown token's amount means nothing to us: the strictest rule holds. */
export function finalityTier(chain: Chain, tokenAddress: string, amount: bigint): number {
  const token = tokenByAddress(chain, tokenAddress);
  const units = token && 10n ** BigInt(token.decimals);
  return chain.finality.findIndex(({ upTo }) => upTo === null || (units && amount <= upTo * units));
}

/** The rule by which an amount (base units) of a token becomes final on a chain. */
export function finalityRuleOf(chain: Chain, tokenAddress: string, amount: bigint): FinalityRule {
  const rule = chain.finality[finalityTier(chain, tokenAddress, amount)]?.rule;
  if (!rule) throw new Error(`The finality policy of ${chain.name} has no rule for the largest amounts.`);
  return rule;
}

/** A rule as a policy writes it: `12 blocks`, `2 seconds`, `finalized`, `finalized + 16 blocks`. */
export function formatFinalityRule(rule: FinalityRule): string {
  switch (rule.kind) {
    case "blocks":
      return counted(rule.blocks, "block");
    case "seconds":
      return counted(rule.seconds, "second");
    case "tag":
      return rule.blocks ? `${rule.tag} + ${counted(rule.blocks, "block")}` : rule.tag;
  }
}

/** A text that is no finality policy for this chain. Says what would be. */
export class FinalityPolicyError extends Error {
  override readonly name = "FinalityPolicyError";
}

/**
 * Reads a policy: rules with commas between, each but the last behind the largest amount that it is for, in whole token units, as in
 * `10: 2 blocks, 1000: 12 blocks, finalized`. Throws `FinalityPolicyError`.
 */
export function parseFinalityPolicy(text: string, chain: Chain): FinalityPolicy {
  const parts = text.split(",").map((part) => part.trim());
  const policy = parts.map((part, index) => {
    const [, amount, rule = ""] = /^(?:(\d+)\s*:)?\s*(.*)$/.exec(part) ?? [];
    if ((amount === undefined) !== (index === parts.length - 1)) {
      throw new FinalityPolicyError(
        `every rule but the last needs the largest amount that it is for, as in "10: 2 blocks, finalized"; got "${text}"`,
      );
    }
    return { upTo: amount === undefined ? null : BigInt(amount), rule: parseRule(rule, chain) };
  });
  const falling = policy.find(({ upTo }, index) => upTo !== null && upTo <= (policy[index - 1]?.upTo ?? -1n));
  if (falling) throw new FinalityPolicyError(`amounts must rise from rule to rule; ${falling.upTo} does not`);
  return policy;
}

function parseRule(text: string, chain: Chain): FinalityRule {
  const [, count, unit] = /^(\d{1,6})\s*(block|second)s?$/.exec(text) ?? [];
  if (unit === "block") return { kind: "blocks", blocks: Number(count) };
  if (unit === "second") return { kind: "seconds", seconds: Number(count) };
  const [, tag, blocks] = /^(safe|finalized)(?:\s*\+\s*(\d{1,6})\s*blocks?)?$/.exec(text) ?? [];
  if (tag !== "safe" && tag !== "finalized") {
    throw new FinalityPolicyError(
      `"${text}" is no rule; expected "12 blocks", "2 seconds", "safe", "finalized" or "finalized + 16 blocks"`,
    );
  }
  if (chain.tagLatency[tag] === null) {
    throw new FinalityPolicyError(`what nodes call "${tag}" on ${chain.name} is nothing to rely on; use "finalized"`);
  }
  return { kind: "tag", tag, ...(blocks === undefined ? {} : { blocks: Number(blocks) }) };
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
