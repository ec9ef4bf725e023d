import type { MessageKey } from "../../shared/messages/index.ts";
import type { MethodName } from "./choose-method.ts";

/** What the API does not pay the gas of now: why, and for which methods. The payer's own transactions pay all the same. */
export type Withheld = { readonly why: MessageKey; readonly methods: readonly MethodName[] };

const relayed: readonly MethodName[] = ["paymentSignature", "authorization", "permit2"];
const sponsored: readonly MethodName[] = ["sponsoredBatch", "smartAccount"];
const gasless = [...relayed, ...sponsored];

/** By the API's code (docs/api/errors.md). */
export const withheldBy: Readonly<Record<string, Withheld>> = {
  RELAYER_MISSING: { why: "withheld.relayerMissing", methods: relayed },
  CONTRACT_PAYER_REFUSED: { why: "withheld.unknownAccount", methods: relayed },
  ATTEMPT_DELAYED: { why: "withheld.attemptsFailed", methods: gasless },
  ATTEMPTS_EXHAUSTED: { why: "withheld.attemptsFailed", methods: gasless },
  PAYER_UNDER_WAY: { why: "withheld.accountBusy", methods: relayed },
  RELAYING_PAUSED: { why: "withheld.sponsorshipPaused", methods: relayed },
  SPONSORSHIP_UNDER_WAY: { why: "withheld.otherSponsored", methods: sponsored },
  SPONSORSHIP_BARRED: { why: "withheld.sponsorshipEnded", methods: sponsored },
  SPONSORSHIP_UNAVAILABLE: { why: "withheld.sponsorshipPaused", methods: sponsored },
  SPONSORSHIP_UNPROFITABLE: { why: "withheld.tooDear", methods: gasless },
};
