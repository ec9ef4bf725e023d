import { dollarsOf, type GasContext } from "../../gas/index.ts";
import type { Chain } from "../../protocol/index.ts";
import type { Clock } from "../../runtime/index.ts";
import type { Database, PaymentRow } from "../../store/index.ts";
import type { SponsorshipSettings } from "../services.ts";
import { roomWithin } from "./budgets.ts";
import { marketFees } from "./check-gas.ts";
import { mostUnsettled } from "./payment-limits.ts";

/** Gas of a plain operation with the limits that wallets ask for. */
const typicalGas = 500_000n;

type RoomContext = { readonly database: Database; readonly clock: Clock };

/**
 * What one more sponsorship of a payment may cost, for an account that nobody knows: 10^-18 US dollars. Zero or less where none is given, so that no page offers it. One
 * that paid by a sponsored operation before may be sponsored all the same.
 */
export async function sponsorshipRoom(
  { database, clock }: RoomContext,
  { budgets }: Pick<SponsorshipSettings, "budgets">,
  { id, organizationId }: Pick<PaymentRow, "id" | "organizationId">,
): Promise<bigint> {
  const unsettled = await database
    .selectFrom("sponsorships")
    .select("id")
    .where("paymentId", "=", id)
    .where("status", "=", "UNSETTLED")
    .limit(mostUnsettled)
    .execute();
  if (unsettled.length === mostUnsettled) return 0n;
  return roomWithin(database, budgets, organizationId, clock());
}

/** Whether an operation on a chain fits into what is left. Where nobody knows its price, the sponsor says so when it is asked. */
export function hasRoom(context: Pick<GasContext, "rates" | "gasPrices">, chain: Chain, room: bigint): boolean {
  if (room <= 0n) return false;
  const prices = context.gasPrices(chain.id);
  if (prices === null) return true;
  const cost = dollarsOf(context, chain, typicalGas * marketFees(prices).maxFeePerGas);
  return cost === null || cost <= room;
}
