import { entryPoint08Abi } from "viem/account-abstraction";
import type { Stack, StackOptions } from "../../scripts/stack.ts";
import { type Chain, canonicalContracts, chainByNetwork, type Token } from "../../src/protocol/index.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { startTestStack } from "./test-stack.ts";

/** Base alone, and a server on the database under test. */
export type BaseStack = {
  readonly stack: Stack;
  readonly base: SandboxChain;
  readonly usdc: Token;
  /** What the gas sponsor has at the EntryPoint, in wei. */
  sponsorDeposit(): Promise<bigint>;
  [Symbol.asyncDispose](): Promise<void>;
};

export async function startBaseStack(
  options: Omit<StackOptions, "chains" | "directory" | "database"> = {},
): Promise<BaseStack> {
  const chain = chainByNetwork("base") as Chain;
  const stack = await startTestStack({ ...options, chains: [chain] });
  const base = stack.sandbox.chains.get(chain.id) as SandboxChain;
  return {
    stack,
    base,
    usdc: chain.tokens[0] as Token,
    sponsorDeposit: () =>
      base.local.readContract({
        address: canonicalContracts.entryPoint.address,
        abi: entryPoint08Abi,
        functionName: "balanceOf",
        args: [base.gasSponsor],
      }),
    [Symbol.asyncDispose]: () => stack.stop(),
  };
}
