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
  write: ({ organization, chain, before, after, effectiveAt, changedBy }) => ({
    subject: `The settlement address of ${organization} changes`,
    blocks: [
      text("New payments will be settled to another address."),
      facts(
        ["Organization", organization],
        ["Chain", chain ?? "every chain without an address of its own"],
        ["Address until then", before ?? "the organization's default"],
        ["New address", after ?? "the organization's default"],
        ["In force from", effectiveAt],
        ["Changed by", changedBy],
      ),
      text("Payments that exist by then keep the address that they were created with."),
      text(
        "You did not expect this? Take the change back before it is in force, under the settings of your organization, and revoke the access that made it.",
      ),
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
