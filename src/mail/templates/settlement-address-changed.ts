import { facts, text } from "../content.ts";
import { life, type Template } from "./template.ts";

export type SettlementAddressChanged = {
  readonly organization: string;
  /** Of one chain; null: of all that have no address of their own. */
  readonly chain: string | null;
  /** Null: none of its own. */
  readonly before: string | null;
  readonly after: string | null;
  /** As `readableTime` writes it. */
  readonly effectiveAt: string;
  /** Who changed it, and from where. */
  readonly changedBy: string;
};

/** Tells the owners where their money will go, while it can still be taken back. */
export const settlementAddressChanged: Template<SettlementAddressChanged> = {
  category: null,
  life: life.usual,
  write: ({ organization, chain, before, after, effectiveAt, changedBy }, say) => ({
    subject: say("addressChanged.subject", { organization }),
    blocks: [
      text(say("addressChanged.intro")),
      facts(
        [say("organization"), organization],
        [say("addressChanged.chain"), chain ?? say("addressChanged.everyChain")],
        [say("addressChanged.before"), before ?? say("addressChanged.default")],
        [say("addressChanged.after"), after ?? say("addressChanged.default")],
        [say("addressChanged.from"), effectiveAt],
        [say("addressChanged.by"), changedBy],
      ),
      text(say("addressChanged.existing")),
      text(say("addressChanged.unexpected")),
    ],
  }),
  example: {
    organization: "Example Shop",
    chain: "Base",
    before: "0x1111111111111111111111111111111111111111",
    after: "0x2222222222222222222222222222222222222222",
    effectiveAt: "2026-11-27 12:00 UTC",
    changedBy: "olivia@shop.example from 203.0.113.7",
  },
};
