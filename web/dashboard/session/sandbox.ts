import { useDashboard } from "./dashboard.ts";

/** Whether customers, networks and time are simulated here: in test mode of a server that has the tools. */
export function useSandboxTools(): boolean {
  const { account, mode } = useDashboard();
  return account.hasSandboxTools && mode === "test";
}
