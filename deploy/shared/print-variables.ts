import { networkVariable } from "../../src/protocol/index.ts";
import type { DeploymentRecord } from "./record.ts";

/** Says what the server has to be told of a deployment, as its environment takes it (docs/operations.md). */
export function printVariables({ network, contracts }: DeploymentRecord, report: (line: string) => void): void {
  const { PaymentRouter, GasSponsor, GasSponsorV07, GasSponsorV06, StandingDeposits, Mandates } = contracts;
  const variables = {
    ROUTER_ADDRESS: PaymentRouter.address,
    GAS_SPONSOR_ADDRESS: GasSponsor?.address,
    GAS_SPONSOR_V07_ADDRESS: GasSponsorV07?.address,
    GAS_SPONSOR_V06_ADDRESS: GasSponsorV06?.address,
    STANDING_DEPOSITS_ADDRESS: StandingDeposits?.address,
    MANDATES_ADDRESS: Mandates?.address,
    [networkVariable(network, "START_BLOCK")]: PaymentRouter.block,
  };
  report("For the server's environment:");
  for (const [name, value] of Object.entries(variables)) {
    if (value !== undefined && value !== null) report(`  ${name}=${value}`);
  }
}
