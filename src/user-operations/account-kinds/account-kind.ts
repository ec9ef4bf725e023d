import type { Hex, StateOverride } from "viem";
import type { ChainClient } from "../../chain/index.ts";
import type { Call, EntryPointVersion } from "../../protocol/index.ts";
import type { Operation } from "../operation/parse-operation.ts";

/** An operation's account whose code we know: so its call data does what it says. */
export type KnownAccount = {
  /** keccak256 of the code that it will have when it is validated: the sponsor's signature is bound to it. */
  readonly codeHash: Hex;
  /** The most gas that its validation takes, its deployment included. */
  readonly verificationGas: bigint;
  /** Bytes of its owners' signatures, which whoever bundles pays to publish. */
  readonly signatureBytes: number;
  /** Gives it its code in a simulation, where it is not there yet. */
  readonly overrides: StateOverride;
};

export type AccountReader = Pick<ChainClient, "getCode" | "getStorageAt" | "readContract">;

/** A kind of account that we sponsor. */
export type AccountKind = {
  readonly name: string;
  /** The one EntryPoint that it takes operations of. */
  readonly entryPoint: EntryPointVersion;
  /** Whether its own code alone says if a signature is valid (ERC-1271): that of a wallet whose owner may be a contract asks that one. */
  readonly judgesSignatures: boolean;
  /**
   * The calls that its call data makes; undefined where it is of no function of this kind. Throws `OperationRefusedError` for a mode, or a call within a call, that can
   * do more than these calls say.
   */
  decode(callData: Hex): readonly Call[] | undefined;
  /** The operation's account, with the code that is there now; undefined where it is not of this kind. */
  recognize(client: AccountReader, operation: Operation, code: Hex | undefined): Promise<KnownAccount | undefined>;
};
