import type { Address } from "viem";
import type { Database, RelayRequest } from "../../store/index.ts";

/** At which router each request's quote settles, by the quote: where a router has been replaced, calls of both are on their way. */
export async function requestRouters(
  database: Database,
  requests: readonly RelayRequest[],
): Promise<ReadonlyMap<string, Address>> {
  const ids = requests.map(({ quoteId }) => quoteId);
  const quotes = await database.selectFrom("quotes").select(["id", "router"]).where("id", "in", ids).execute();
  return new Map(quotes.map(({ id, router }) => [id, router]));
}
