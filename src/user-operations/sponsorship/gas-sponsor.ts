import { type Address, concat, type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type EntryPointVersion, entryPointVersions, unixSeconds } from "../../protocol/index.ts";
import { OperationRefusedError } from "../errors.ts";
import type { Operation } from "../operation/parse-operation.ts";
import { paymasterGas } from "./check-gas.ts";

/** What an ERC-7677 service answers before gas is known. */
export type SponsorStub = {
  readonly paymaster: Address;
  readonly paymasterData: Hex;
  readonly paymasterVerificationGasLimit: Hex;
  readonly paymasterPostOpGasLimit: Hex;
  readonly sponsor: { readonly name: string };
};

/** What goes into the operation. */
export type SignedSponsorship = { readonly paymaster: Address; readonly paymasterData: Hex };

/** The off-chain half of the GasSponsor contract: it signs what the contract will pay for. */
export type GasSponsor = {
  readonly address: Address;
  stub(): SponsorStub;
  /** Signs for an operation as it stands, gas limits and fees included, of an account whose code has this hash. What it signs for is its caller's to check. */
  sponsor(operation: Operation, accountCodeHash: Hex, validUntil: Date): Promise<SignedSponsorship>;
};

/** One for each EntryPoint at which operations are sponsored on a chain. Our own operations are sponsored at v0.8. */
export type GasSponsors = { readonly "0.8": GasSponsor } & Partial<Readonly<Record<EntryPointVersion, GasSponsor>>>;

/** The EntryPoints at which there is a sponsor, the newest first. */
export function servedEntryPoints(sponsors: GasSponsors): EntryPointVersion[] {
  return entryPointVersions.filter((version) => sponsors[version] !== undefined);
}

/** The sponsor at an operation's EntryPoint. Throws `OperationRefusedError` where there is none. */
export function sponsorOf(sponsors: GasSponsors, { entryPoint }: Pick<Operation, "entryPoint">): GasSponsor {
  const sponsor = sponsors[entryPoint];
  if (sponsor) return sponsor;
  throw new OperationRefusedError(`Operations of EntryPoint v${entryPoint} are not sponsored here.`);
}

export type GasSponsorOptions = { readonly address: Address; readonly signerKey: Hex };

const sponsorshipTypes = {
  Sponsorship: [
    { name: "sender", type: "address" },
    { name: "accountCodeHash", type: "bytes32" },
    { name: "nonce", type: "uint256" },
    { name: "callData", type: "bytes" },
    { name: "accountGasLimits", type: "bytes32" },
    { name: "paymasterGasLimits", type: "bytes32" },
    { name: "preVerificationGas", type: "uint256" },
    { name: "gasFees", type: "bytes32" },
    { name: "validUntil", type: "uint48" },
    { name: "validAfter", type: "uint48" },
  ],
} as const;

export function createGasSponsor(chainId: number, { address, signerKey }: GasSponsorOptions): GasSponsor {
  const signer = privateKeyToAccount(signerKey);
  const domain = { name: "GasSponsor", version: "1", chainId, verifyingContract: address };
  return {
    address,
    stub: () => ({
      paymaster: address,
      paymasterData: encodeData(0n, stubSignature),
      paymasterVerificationGasLimit: numberToHex(paymasterGas.verification),
      paymasterPostOpGasLimit: numberToHex(paymasterGas.postOp),
      sponsor: { name: "Railsplit" },
    }),
    async sponsor(operation, accountCodeHash, until) {
      const validUntil = unixSeconds(until);
      const signature = await signer.signTypedData({
        domain,
        types: sponsorshipTypes,
        primaryType: "Sponsorship",
        message: {
          sender: operation.sender,
          accountCodeHash,
          nonce: operation.nonce,
          callData: operation.callData,
          accountGasLimits: pack(operation.verificationGasLimit, operation.callGasLimit),
          paymasterGasLimits: pack(operation.paymasterVerificationGasLimit, operation.paymasterPostOpGasLimit),
          preVerificationGas: operation.preVerificationGas,
          gasFees: pack(operation.maxPriorityFeePerGas, operation.maxFeePerGas),
          validUntil: Number(validUntil),
          validAfter: 0,
        },
      });
      return { paymaster: address, paymasterData: encodeData(validUntil, signature) };
    },
  };
}

/** As the contract reads it: validUntil (6 bytes), validAfter (6 bytes), signature (65 bytes). */
function encodeData(validUntil: bigint, signature: Hex): Hex {
  return concat([numberToHex(validUntil, { size: 6 }), numberToHex(0, { size: 6 }), signature]);
}

/** Two 128-bit numbers in one word, as a packed user operation carries them. */
function pack(high = 0n, low = 0n): Hex {
  return concat([numberToHex(high, { size: 16 }), numberToHex(low, { size: 16 })]);
}

/** Well-formed, and nobody's: estimating gas has to run through the recovery of a signer. */
const stubSignature: Hex = concat([numberToHex(1, { size: 32 }), numberToHex(1, { size: 32 }), "0x1b"]);
