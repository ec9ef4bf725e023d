import { networkVariable } from "../../src/protocol/index.ts";
import type { DeploymentRecord } from "./record.ts";

/** Says what the server has to be told of a deployment, as its environment takes it (docs/operations.md). */
export function printVariables({ network, contracts }: DeploymentRecord, report: (line: string) => void): void {
  const { PaymentRouter, GasSponsor, StandingDeposits, Mandates } = contracts;
  const variables = {
    ROUTER_ADDRESS: PaymentRouter.address,
    GAS_SPONSOR_ADDRESS: GasSponsor?.address,
    STANDING_DEPOSITS_ADDRESS: StandingDeposits?.address,
    MANDATES_ADDRESS: Mandates?.address,
    [networkVariable(network, "START_BLOCK")]: PaymentRouter.block,
  };
  report("For the server's environment:");
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && value !== null) report(`  ${name}=${value}`);
  }
}
