import type { Address } from "viem";
import type { Database, DatabaseTransaction, Mandate } from "../store/index.ts";
import { periodsLeft } from "./terms.ts";

/** More than anybody has of one token: beyond, an allowance is too low sooner, and nothing else. */
const mostMandates = 500;

export type AllowanceOwner = { readonly chainId: number; readonly tokenAddress: Address; readonly payer: Address };

/**
 * What all live mandates of an account may still take of a token, in base units: the most of each period that is left. An allowance is one number for all of them, and setting it for
 * one would take it from the others. `without`: one that is about to end.
 */
export async function allowanceNeeded(
  database: Database | DatabaseTransaction,
  { chainId, tokenAddress, payer }: AllowanceOwner,
  now: Date,
  without?: string,
): Promise<bigint> {
  const live = await database
    .selectFrom("mandates")
    .selectAll()
    .where("chainId", "=", chainId)
    .where("tokenAddress", "=", tokenAddress)
    .where("payer", "=", payer)
    .where("status", "=", "ACTIVE")
    .$if(without !== undefined, (query) => query.where("id", "!=", without ?? ""))
    .orderBy("id", "desc")
    .limit(mostMandates)
    .execute();
  if (live.length === 0) return 0n;
  const charged = await database
    .selectFrom("mandateCharges")
    .select(["mandateId", ({ fn }) => fn.max("period").as("period")])
    .where(
      "mandateId",
      "in",
      live.map(({ id }) => id),
    )
    .where("status", "in", ["PROCESSING", "SUCCEEDED"])
    .groupBy("mandateId")
    .execute();
  const lastOf = new Map(charged.map(({ mandateId, period }) => [mandateId, Number(period)]));
  return live.reduce((sum, mandate) => sum + stillNeeded(mandate, (lastOf.get(mandate.id) ?? -1) + 1, now), 0n);
}

/** What one mandate may still take. Of one that begins with its signature: as if that were now. */
export function stillNeeded(mandate: Mandate, chargedUpTo: number, now: Date): bigint {
  return mandate.maxAmount * BigInt(periodsLeft(mandate, mandate.start ?? now, chargedUpTo, now));
}
