import { type Dashboard, useDashboard } from "./dashboard.ts";

/** Whether customers, networks and time are simulated here: in test mode of a server that has the tools. */
export function simulates({ account, mode }: Pick<Dashboard, "account" | "mode">): boolean {
  return account.hasSandboxTools && mode === "test";
}

export const useSandboxTools = (): boolean => simulates(useDashboard());
