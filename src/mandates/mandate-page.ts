import type { Mandate as Terms } from "../protocol/index.ts";
import type { Database, Mandate, MandateCharge } from "../store/index.ts";
import { allowanceNeeded } from "./allowance.ts";
import { listCharges, openMandate } from "./load-mandate.ts";
import { signedTerms } from "./terms.ts";

/** Charges that a page shows. */
const shownCharges = 12;

/** What a mandate's payer sees. */
export type MandatePage = {
  readonly mandate: Mandate;
  readonly merchantName: string;
  /** The newest first. */
  readonly charges: readonly MandateCharge[];
  /** Null before they are signed. */
  readonly terms: Terms | null;
  /** What the payer's other live mandates on this token may still take: an allowance must not be lowered below. Base units; null before it is signed. */
  readonly neededByOthers: bigint | null;
};

/** Throws `MandateNotFoundError`. */
export async function loadMandatePage(database: Database, token: string, now: Date): Promise<MandatePage> {
  const mandate = await openMandate(database, token);
  const { id, organizationId, payer, chainId, tokenAddress } = mandate;
  const [{ name }, charges, neededByOthers] = await Promise.all([
    database.selectFrom("organizations").select("name").where("id", "=", organizationId).executeTakeFirstOrThrow(),
    listCharges(database, id, { limit: shownCharges }),
    payer === null ? null : allowanceNeeded(database, { chainId, tokenAddress, payer }, now, id),
  ]);
  return { mandate, merchantName: name, charges, terms: payer === null ? null : signedTerms(mandate), neededByOthers };
}
