import { type AccessContext, type Actor, operator, recordChange } from "../access/index.ts";
import { transferMinutes } from "../quotes/index.ts";
import type { Database, DatabaseTransaction, Owner } from "../store/index.ts";
import { isEmbedOrigin } from "./embed-origin.ts";

export type CheckoutSettings = {
  /** The web origins whose pages may show the checkout in a frame. Empty: none, it opens as a page of its own. */
  readonly embedOrigins: readonly string[];
  /** Whose signatures are submitted where the payer's own contract checks them: known wallets', or any. */
  readonly contractPayers: "known" | "any";
  /** How long a quote for a transfer holds a rate that can move. */
  readonly transferQuoteMinutes: number;
};

/** An organization's settings; the defaults where it has never set any. */
export async function readCheckoutSettings(
  database: Database | DatabaseTransaction,
  { organizationId, mode }: Owner,
): Promise<CheckoutSettings> {
  const row = await database
    .selectFrom("checkoutSettings")
    .select(["embedOrigins", "contractPayers", "transferQuoteMinutes"])
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .executeTakeFirst();
  return row ?? { embedOrigins: [], contractPayers: "known", transferQuoteMinutes: transferMinutes.usual };
}

type SettingsChange = Pick<CheckoutSettings, "embedOrigins"> & {
  readonly [Name in "contractPayers" | "transferQuoteMinutes"]?: CheckoutSettings[Name] | undefined;
};

/** Replaces an organization's settings; what is left out stays. */
export async function writeCheckoutSettings(
  { database, clock }: AccessContext,
  owner: Owner,
  { embedOrigins, contractPayers, transferQuoteMinutes }: SettingsChange,
  actor: Actor = operator,
): Promise<CheckoutSettings> {
  const values = {
    embedOrigins: [...new Set(embedOrigins)],
    ...(contractPayers && { contractPayers }),
    ...(transferQuoteMinutes && { transferQuoteMinutes }),
  };
  return database.transaction().execute(async (transaction) => {
    const before = await readCheckoutSettings(transaction, owner);
    const after = await transaction
      .insertInto("checkoutSettings")
      .values({ ...owner, ...values })
      .onConflict((conflict) => conflict.columns(["organizationId", "mode"]).doUpdateSet(values))
      .returning(["embedOrigins", "contractPayers", "transferQuoteMinutes"])
      .executeTakeFirstOrThrow();
    const { organizationId, mode } = owner;
    const target = { type: "checkout-settings", id: mode };
    const change = { organizationId, action: "checkout_settings.updated", target, before, after } as const;
    await recordChange(transaction, change, actor, clock());
    return after;
  });
}

/** Which pages may show one payment's checkout in a frame; none for a payment that does not exist. */
export async function embedOriginsOf(database: Database, paymentId: string): Promise<readonly string[]> {
  const row = await database
    .selectFrom("payments")
    .innerJoin("checkoutSettings", (join) =>
      join
        .onRef("checkoutSettings.organizationId", "=", "payments.organizationId")
        .onRef("checkoutSettings.mode", "=", "payments.mode"),
    )
    .select("checkoutSettings.embedOrigins")
    .where("payments.id", "=", paymentId)
    .executeTakeFirst();
  // Also what was stored before the rule.
  return row?.embedOrigins.filter(isEmbedOrigin) ?? [];
}

/** The same of all of an organization's pages in a mode. */
export async function embedOriginsOfOwner(database: Database, owner: Owner): Promise<readonly string[]> {
  return (await readCheckoutSettings(database, owner)).embedOrigins.filter(isEmbedOrigin);
}
