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

/** What is left out stays. */
type SettingsChange = { readonly [Name in keyof CheckoutSettings]?: CheckoutSettings[Name] | undefined };

/** Changes an organization's settings in one mode. */
export async function writeCheckoutSettings(
  { database, clock }: AccessContext,
  owner: Owner,
  { embedOrigins, contractPayers, transferQuoteMinutes }: SettingsChange,
  actor: Actor = operator,
): Promise<CheckoutSettings> {
  const values = {
    ...(embedOrigins && { embedOrigins: [...new Set(embedOrigins)] }),
    ...(contractPayers && { contractPayers }),
    ...(transferQuoteMinutes && { transferQuoteMinutes }),
  };
  return database.transaction().execute(async (transaction) => {
    // There has to be a row to lock, so that of two changes at once the log has both.
    await transaction
      .insertInto("checkoutSettings")
      .values({ ...owner, embedOrigins: [] })
      .onConflict((conflict) => conflict.columns(["organizationId", "mode"]).doNothing())
      .execute();
    const { organizationId, mode } = owner;
    await transaction
      .selectFrom("checkoutSettings")
      .select("mode")
      .where("organizationId", "=", organizationId)
      .where("mode", "=", mode)
      .forUpdate()
      .execute();
    const before = await readCheckoutSettings(transaction, owner);
    if (Object.keys(values).length === 0) return before;
    const after = await transaction
      .updateTable("checkoutSettings")
      .set(values)
      .where("organizationId", "=", organizationId)
      .where("mode", "=", mode)
      .returning(["embedOrigins", "contractPayers", "transferQuoteMinutes"])
      .executeTakeFirstOrThrow();
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
