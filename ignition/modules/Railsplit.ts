import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import type { NamedArtifactContractDeploymentFuture } from "@nomicfoundation/ignition-core";
import { type ContractName, contractNames } from "../../deploy/shared/contract-names.ts";
import { canonicalContracts, type EntryPointVersion, entryPoints, feeBasisPoints } from "../../src/protocol/index.ts";

type Deployed = Partial<Record<ContractName, NamedArtifactContractDeploymentFuture<ContractName>>>;

/**
 * What an operator chooses is in `ignition/parameters`; the rest is the same in every deployment. A contract that is left out stands already,
 * deployed by somebody else.
 */
export function railsplitModule(names: readonly ContractName[]) {
  return buildModule("Railsplit", (module) => {
    const fee = () => [
      module.getParameter<number>("feeBasisPoints", Number(feeBasisPoints)),
      module.getParameter<string>("feeRecipient"),
    ];
    const sponsor = (version: EntryPointVersion) => [
      entryPoints[version],
      module.getParameter<string>("sponsorSigner"),
      module.getParameter<string>("sponsorOwner"),
    ];
    const argumentsOf = {
      PaymentRouter: () => [...fee(), canonicalContracts.permit2.address],
      StandingDeposits: fee,
      Mandates: () => [...fee(), canonicalContracts.permit2.address],
      GasSponsor: () => sponsor("0.8"),
      GasSponsorV07: () => sponsor("0.7"),
      GasSponsorV06: () => sponsor("0.6"),
      TestTether: () => [],
    };
    const deployed: Deployed = {};
    for (const name of contractNames) {
      if (!names.includes(name)) continue;
      // One after the other, so that a person can follow.
      deployed[name] = module.contract(name, argumentsOf[name](), { after: Object.values(deployed) });
    }
    return deployed;
  });
}

/** For a real chain. */
export default railsplitModule(contractNames.filter((name) => name !== "TestTether"));
