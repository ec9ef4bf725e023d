import type { Hex, StateOverride } from "viem";
import type { ChainClient } from "../../chain/index.ts";
import type { Operation } from "../operation/parse-operation.ts";

/** An operation's account whose code we know: so its call data does what it says. */
export type KnownAccount = {
  /** keccak256 of the code that it will have when it is validated: the sponsor's signature is bound to it. */
  readonly codeHash: Hex;
  /** The most gas that its validation takes, its deployment included. */
  readonly verificationGas: bigint;
  /** Gives it its code in a simulation, where it is not there yet. */
  readonly overrides: StateOverride;
};

export type AccountReader = Pick<ChainClient, "getCode" | "getStorageAt" | "readContract">;

/** A kind of account that we sponsor. */
export type AccountKind = {
  readonly name: string;
  /** The operation's account; undefined where it is not of this kind. */
  recognize(client: AccountReader, operation: Operation): Promise<KnownAccount | undefined>;
};
