import type { RelayRequest } from "../../store/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import { balanceOfPayer, unfinishedOfPayers } from "./unfinished-of-payers.ts";

/** What a payer's balance says of requests that are about to be sent. */
export type Covered = {
  /** It pays all of these, beside what is on its way. */
  readonly ready: RelayRequest[];
  /** It pays each of these, and not all that is on its way. */
  readonly waiting: RelayRequest[];
  /** It does not pay these any more. */
  readonly uncovered: RelayRequest[];
};

/** Compares requests with their payers' balances once more: one balance may have been shown for several, or have been taken away since. */
export async function coveredRequests(
  { database, clock }: QueueContext,
  services: Pick<ChainServices, "client">,
  requests: readonly RelayRequest[],
): Promise<Covered> {
  const payers = [...new Set(requests.flatMap(({ payer }) => payer ?? []))];
  const unfinished = await unfinishedOfPayers(database, payers, clock());
  const amounts = new Map(unfinished.map(({ id, amount }) => [id, amount]));
  const left = new Map<string, { readonly balance: bigint; free: bigint }>();
  const keyOf = ({ payer, tokenAddress }: Pick<RelayRequest, "payer" | "tokenAddress">) => `${payer} ${tokenAddress}`;
  await Promise.all(
    [...new Map(requests.map((request) => [keyOf(request), request])).values()].map(async (request) => {
      const { payer, tokenAddress, chainId } = request;
      if (payer === null) return;
      const balance = await balanceOfPayer(services, tokenAddress, payer);
      const sent = unfinished
        .filter((other) => other.status === "SENT" && other.chainId === chainId && keyOf(other) === keyOf(request))
        .reduce((sum, { amount }) => sum + amount, 0n);
      left.set(keyOf(request), { balance, free: balance - sent });
    }),
  );
  const covered: Covered = { ready: [], waiting: [], uncovered: [] };
  for (const request of requests) {
    const account = left.get(keyOf(request));
    // Of no payer, or its payment is paid meanwhile: the simulation says so.
    const amount = amounts.get(request.id) ?? 0n;
    if (!account || account.free >= amount) {
      if (account) account.free -= amount;
      covered.ready.push(request);
    } else if (account.balance >= amount) covered.waiting.push(request);
    else covered.uncovered.push(request);
  }
  return covered;
}
