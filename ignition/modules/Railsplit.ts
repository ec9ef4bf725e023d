import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { canonicalContracts, feeBasisPoints } from "../../src/protocol/index.ts";

/** Whether a contract is part of a deployment: one that stands already, deployed by somebody else, is not. */
export type Parts = { readonly PaymentRouter: boolean; readonly GasSponsor: boolean };

/** What an operator chooses is in `ignition/parameters`; the rest is the same in every deployment. */
export function railsplitModule(parts: Parts) {
  return buildModule("Railsplit", (module) => {
    const router = () =>
      module.contract("PaymentRouter", [
        feeBasisPoints,
        module.getParameter<string>("feeRecipient"),
        canonicalContracts.permit2.address,
      ]);
    const deployed = parts.PaymentRouter ? { router: router() } : {};
    if (!parts.GasSponsor) return deployed;
    const sponsorArguments = [
      canonicalContracts.entryPoint.address,
      module.getParameter<string>("sponsorSigner"),
      module.getParameter<string>("sponsorOwner"),
    ];
    // One after the other, so that a person can follow.
    const gasSponsor = module.contract("GasSponsor", sponsorArguments, { after: Object.values(deployed) });
    return { ...deployed, gasSponsor };
  });
}

export default railsplitModule({ PaymentRouter: true, GasSponsor: true });
