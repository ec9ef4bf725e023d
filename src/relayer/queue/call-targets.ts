import type { Address } from "viem";
import type { Database, RelayRequest } from "../../store/index.ts";

/**
 * The contract that each request calls, by the request's id: the one it names, or the router at which its quote settles; where a router has been replaced, calls of both are on
 * their way.
 */
export async function callTargets(
  database: Database,
  requests: readonly RelayRequest[],
): Promise<ReadonlyMap<string, Address>> {
  const ids = requests.flatMap(({ quoteId }) => quoteId ?? []);
  const quotes =
    ids.length === 0
      ? []
      : await database.selectFrom("quotes").select(["id", "router"]).where("id", "in", ids).execute();
  const routers = new Map(quotes.map(({ id, router }) => [id, router]));
  return new Map(
    requests.flatMap(({ id, target, quoteId }) => {
      const to = target ?? routers.get(quoteId ?? "");
      return to === undefined ? [] : [[id, to] as const];
    }),
  );
}
