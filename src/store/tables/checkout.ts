import type { Generated } from "kysely";
import type { Mode } from "./owner.ts";

/** What an organization decides about its checkout page, in one mode. */
export type CheckoutSettingsTable = {
  organizationId: string;
  mode: Mode;
  /** Web origins whose pages may show the checkout in a frame. */
  embedOrigins: string[];
  /** Whose signatures are relayed where the payer's own contract checks them: known wallets', or any. */
  contractPayers: Generated<"known" | "any">;
  /** How long a quote for a transfer holds a rate that can move. */
  transferQuoteMinutes: Generated<number>;
};
