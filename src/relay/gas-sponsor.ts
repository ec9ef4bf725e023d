import type { Address, Hex } from "viem";
import type { Operation } from "./user-operation.ts";

export type SponsorStub = {
  readonly paymaster: Address;
  readonly paymasterData: Hex;
  readonly paymasterVerificationGasLimit: Hex;
  readonly paymasterPostOpGasLimit: Hex;
  readonly sponsor: { readonly name: string };
};

export type Sponsorship = { readonly paymaster: Address; readonly paymasterData: Hex };

/** The off-chain half of the GasSponsor contract, as an ERC-7677 service needs it. */
export type GasSponsor = {
  readonly address: Address;
  stub(): SponsorStub;
  sponsor(operation: Operation, validUntil: Date): Promise<Sponsorship>;
};
