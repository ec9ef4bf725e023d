import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import {
  type DeploymentResult,
  DeploymentResultType,
  deploy,
  type ExecutionEventListener,
  type TransactionSendEvent,
} from "@nomicfoundation/ignition-core";
import { artifacts } from "hardhat";
import type { EthereumProvider } from "hardhat/types/providers";
import type { Address } from "viem";
import { railsplitModule } from "../../ignition/modules/Railsplit.ts";
import { deploymentSalt } from "../../src/protocol/index.ts";
import { contractNames } from "./contract-names.ts";
import { DeploymentError } from "./errors.ts";
import { journalTransactions } from "./find-transaction.ts";
import type { Parameters } from "./parameters.ts";
import type { Step } from "./plan.ts";

/**
 * Has Ignition deploy through CreateX what is missing. Its journal says what has been sent: a run that was killed goes on where it stopped, and
 * waits for the transactions of the first instead of sending others. Throws `DeploymentError`.
 */
export async function deployMissing(options: {
  steps: readonly Step[];
  provider: EthereumProvider;
  deployer: Address;
  parameters: Parameters;
  journal: string;
  confirmations: number;
  report: (line: string) => void;
}): Promise<void> {
  const { steps, provider, deployer, parameters, journal, confirmations, report } = options;
  const sent = new Set((await journalTransactions(journal)).map(({ name }) => name));
  const ours = contractNames.filter((name) =>
    steps.some(({ contract, deployed }) => contract.name === name && (!deployed || sent.has(name))),
  );
  if (ours.length === 0) return;
  const result = await deploy({
    artifactResolver: new HardhatArtifactResolver(artifacts),
    provider,
    executionEventListener: reportSent((contract, hash) => report(`${contract}: sent ${hash}`)),
    deploymentDir: journal,
    ignitionModule: railsplitModule(ours),
    deploymentParameters: parameters,
    accounts: [deployer],
    strategy: "create2",
    strategyConfig: { salt: deploymentSalt },
    config: { requiredConfirmations: confirmations },
  });
  if (result.type !== DeploymentResultType.SUCCESSFUL_DEPLOYMENT) {
    throw new DeploymentError(
      `The deployment is not complete: ${explain(result)}\nRun the same command again to go on. If it says the same again, remove ${journal}, which then holds a transaction that cannot succeed.`,
    );
  }
}

function explain(result: Exclude<DeploymentResult, { type: DeploymentResultType.SUCCESSFUL_DEPLOYMENT }>): string {
  switch (result.type) {
    case DeploymentResultType.VALIDATION_ERROR:
    case DeploymentResultType.RECONCILIATION_ERROR:
      return Object.values(result.errors).flat().join(" ");
    case DeploymentResultType.PREVIOUS_RUN_ERROR:
      return `an earlier run failed: ${Object.values(result.errors).flat().join(" ")}`;
    case DeploymentResultType.EXECUTION_ERROR:
      return [
        ...result.failed.map(({ error }) => error),
        ...result.timedOut.map(() => "its transaction was not included in time, though its price was raised"),
      ].join(" ");
  }
}

/** Ignition tells some thirty kinds of events; a person wants to know the transaction. */
function reportSent(sent: (contract: string, hash: string) => void): ExecutionEventListener {
  const handlers = {
    transactionSend: ({ futureId, hash }: TransactionSendEvent) => sent(futureId.replace(/.*#/, ""), hash),
  };
  return new Proxy(handlers, {
    get: (target, name) => Reflect.get(target, name) ?? (() => {}),
  }) as unknown as ExecutionEventListener;
}
