import type { BroadcastAttempt, Submission } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import type { Lane } from "../lanes/lane.ts";
import type { RelayerSettings } from "../settings.ts";
import type { LeasedSequence } from "./lease-sequence.ts";

/** A nonce sequence in the hands of one worker, with all that it takes to submit by it. */
export type Submitting<Context extends QueueContext = QueueContext> = {
  readonly context: Context;
  readonly services: ChainServices;
  readonly settings: RelayerSettings;
  readonly lane: Lane;
  readonly sequence: LeasedSequence;
};

/** A submission with its latest attempt, as they are in the database. */
export type Recorded = { readonly submission: Submission; readonly attempt: BroadcastAttempt };

/** How long until the submissions of a sequence are polled again: about a block. Milliseconds. */
export function pollInterval(blockTime: number): number {
  return Math.min(Math.max(blockTime, 500), 4_000);
}
