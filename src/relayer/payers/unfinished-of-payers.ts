import { type Address, erc20Abi } from "viem";
import type { Database, DatabaseTransaction } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";

/** A request of a payer's that may still take its money, and how much. Its address is in lower case. */
export type Unfinished = {
  readonly id: string;
  readonly payer: Address;
  readonly status: "QUEUED" | "SENT";
  readonly chainId: number;
  readonly tokenAddress: Address;
  readonly amount: bigint;
};

/** All of them, over all payments and chains. One whose payment is paid has taken its money already, or never will. */
export async function unfinishedOfPayers(
  database: Database | DatabaseTransaction,
  payers: readonly Address[],
  now: Date,
): Promise<Unfinished[]> {
  if (payers.length === 0) return [];
  const rows = await database
    .selectFrom("relays")
    .innerJoin("quotes", "quotes.id", "relays.quoteId")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .select([
      "relays.id",
      "relays.payer",
      "relays.status",
      "relays.chainId",
      "relays.tokenAddress",
      "quotes.amountToken as amount",
    ])
    .where("relays.payer", "in", payers)
    .where("relays.status", "in", ["QUEUED", "SENT"])
    .where((row) => row.or([row("relays.status", "=", "SENT"), row("relays.validUntil", ">", now)]))
    .where("payments.status", "=", "ACTIVE")
    .execute();
  return rows as Unfinished[];
}

/** How much of a token a payer has now. */
export function balanceOfPayer(
  { client }: Pick<ChainServices, "client">,
  token: Address,
  payer: Address,
): Promise<bigint> {
  return client.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [payer] });
}

/** How payers are compared: an address may be written in either case. */
export function payerKey(payer: Address): Address {
  return payer.toLowerCase() as Address;
}
