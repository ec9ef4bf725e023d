import { type Address, type Hex, hashStruct, parseAbi } from "viem";
import { mandatesAbi } from "./generated/index.ts";
import { type Part, partTypes } from "./part.ts";

/** What a payer signs once, to be charged each period: field for field the `Mandate` struct of `Mandates`. */
export type Mandate = {
  /** The subscription, as a salted hash. */
  readonly ref: Hex;
  readonly payer: Address;
  readonly token: Address;
  /** Gross, in base units: the most of one period, and exactly what is charged where there is no collector. */
  readonly maxAmount: bigint;
  /** Unix seconds: the first second of period 0. */
  readonly start: bigint;
  /** What `every` counts: see `mandateUnits`. */
  readonly unit: number;
  /** So many units a period. A period is at least one day. */
  readonly every: number;
  /** A charge is possible in the first `window` seconds of its period; at most half of the shortest period. */
  readonly window: number;
  /** How many at most. The last ends at most five years after the start. */
  readonly periods: number;
  /** Whose word sets the amount. Zero: exactly `maxAmount`, and anybody triggers. */
  readonly collector: Address;
  /** The payer's epoch: `Mandates.epoch(payer)` when it signs. */
  readonly epoch: bigint;
  /** The merchant first, then up to five sellers. */
  readonly parts: readonly Part[];
};

/** What is called for mandates: their contract, and a token's `permit` (EIP-2612), by which their payer allows what they take. */
export const mandateCallsAbi = [
  ...mandatesAbi,
  ...parseAbi([
    "function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)",
  ]),
] as const;

/** What `Mandate.unit` can be. */
export const mandateUnits = { seconds: 0, months: 1 } as const;

/** The EIP-712 types of a mandate: the type string is part of the protocol and never changes. */
export const mandateTypes = {
  Mandate: [
    { name: "ref", type: "bytes32" },
    { name: "payer", type: "address" },
    { name: "token", type: "address" },
    { name: "maxAmount", type: "uint256" },
    { name: "start", type: "uint64" },
    { name: "unit", type: "uint8" },
    { name: "every", type: "uint32" },
    { name: "window", type: "uint32" },
    { name: "periods", type: "uint32" },
    { name: "collector", type: "address" },
    { name: "epoch", type: "uint256" },
    { name: "parts", type: "Part[]" },
  ],
  ...partTypes,
} as const;

/** The EIP-712 type of a collector's word. */
export const chargeTypes = {
  Charge: [
    { name: "mandateId", type: "bytes32" },
    { name: "period", type: "uint256" },
    { name: "amount", type: "uint256" },
  ],
} as const;

/** The EIP-712 type of a payer's cancellation. */
export const cancelTypes = { Cancel: [{ name: "mandateId", type: "bytes32" }] } as const;

/** The id of a mandate: the EIP-712 struct hash of its terms, without a domain. Equal to `Mandates.mandateIdOf`. */
export function mandateIdOf(mandate: Mandate): Hex {
  return hashStruct({ data: mandate, primaryType: "Mandate", types: mandateTypes });
}

/** What a payer signs: the mandate in the domain of `Mandates` at `contract`. */
export function mandateTypedData(mandate: Mandate, chainId: bigint, contract: Address) {
  return {
    domain: mandatesDomain(chainId, contract),
    types: mandateTypes,
    primaryType: "Mandate",
    message: mandate,
  } as const;
}

/** What a collector signs for one period, where it does not call `charge` itself. */
export function chargeTypedData(
  charge: { readonly mandateId: Hex; readonly period: bigint; readonly amount: bigint },
  chainId: bigint,
  contract: Address,
) {
  return {
    domain: mandatesDomain(chainId, contract),
    types: chargeTypes,
    primaryType: "Charge",
    message: charge,
  } as const;
}

/** What a payer signs to end a mandate by `cancelBySignature`. */
export function cancelTypedData(mandateId: Hex, chainId: bigint, contract: Address) {
  return {
    domain: mandatesDomain(chainId, contract),
    types: cancelTypes,
    primaryType: "Cancel",
    message: { mandateId },
  } as const;
}

function mandatesDomain(chainId: bigint, contract: Address) {
  return { name: "Mandates", version: "1", chainId: Number(chainId), verifyingContract: contract } as const;
}
