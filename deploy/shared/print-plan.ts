import { formatEther } from "viem";
import type { Plan } from "./plan.ts";

/** Says what would happen and what it costs. */
export function printPlan(plan: Plan, report: (line: string) => void): void {
  const { chain, deployer, steps, cost, balance, replaces } = plan;
  const coin = (wei: bigint) => `${formatEther(wei)} ${chain.nativeCurrency}`;
  report(`${chain.name} (chain ${chain.id}), as ${deployer}`);
  report(`  checked: chain id, CreateX, Permit2, EntryPoint v0.8, v0.7 and v0.6, Multicall3`);
  for (const { symbol, address, decimals, domain } of chain.tokens) {
    report(`  checked: ${symbol} at ${address}: ${decimals} decimals${domain ? ", EIP-712 domain" : ""}`);
  }
  for (const { contract, deployed, gas, cost } of steps) {
    const what = deployed ? "stands already, the same code" : `to be deployed: ${gas} gas, at most ${coin(cost)}`;
    report(`  ${contract.name.padEnd(16)} ${contract.address}  ${what}`);
    for (const [name, value] of Object.entries(contract.arguments)) report(`    ${name} = ${value}`);
  }
  if (replaces) report(`  in place of the router ${replaces.contracts.PaymentRouter.address}`);
  report(`  costs at most ${coin(cost)}; the deployer has ${coin(balance)}`);
}
