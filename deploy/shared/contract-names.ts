/** Our contracts on every network, in the order in which they are deployed. */
export const coreContractNames = [
  "PaymentRouter",
  "StandingDeposits",
  "Mandates",
  "GasSponsor",
  "GasSponsorV07",
  "GasSponsorV06",
] as const;

/** With the token that testnets get. */
export const contractNames = [...coreContractNames, "TestTether"] as const;
export type ContractName = (typeof contractNames)[number];

/** What is deployed to a chain: the test token to testnets alone. */
export function contractsOf({ testnet }: { readonly testnet: boolean }): ContractName[] {
  return contractNames.filter((name) => name !== "TestTether" || testnet);
}

/** The file of a contract, as Hardhat and explorers name it. */
export function sourceOf(name: ContractName): string {
  return name === "TestTether" ? "contracts/testnet/TestTether.sol" : `contracts/${name}.sol`;
}
