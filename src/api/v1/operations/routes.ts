import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { sql } from "kysely";
import { formatEther } from "viem";
import type { WatcherHealth } from "../../../chain/index.ts";
import { type ChainProgress, chainProgress } from "../../../ledger/index.ts";
import type { OperationsContext } from "../../context.ts";
import { statusBody } from "../schemas.ts";

/** For load balancers and operators. */
export function operationsRoutes(context: OperationsContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.get("/healthz", { schema: { hide: true } }, async () => ({ status: "ok" }));

    server.get("/readyz", { schema: { hide: true } }, async (_request, reply) => {
      try {
        await sql`select 1`.execute(context.database);
        return { status: "ready" };
      } catch (error) {
        return reply.status(503).send({ status: "unavailable", reason: error instanceof Error ? error.message : "" });
      }
    });

    server.get(
      "/v1/status",
      {
        schema: {
          operationId: "retrieveStatus",
          tags: ["Status"],
          response: { 200: statusBody },
        },
      },
      async () => {
        const progress = await chainProgress(context);
        const health = context.chainHealth();
        const providers = context.providerHealth();
        const balances = context.gasBalances();
        const now = context.clock().getTime();
        return {
          chains: context.chains.map(({ id, name }) => {
            const read = progress.get(id);
            const watcher = health.get(id);
            const error = whatIsWrong(read, watcher);
            return {
              chainId: id,
              name,
              healthy: error === null,
              blockNumber: read?.blockNumber.toString() ?? null,
              secondsOld: read?.secondsOld ?? null,
              blocksBehind: watcher?.blocksBehind?.toString() ?? null,
              error,
              balances: (balances.get(id) ?? []).map(({ amount, paymentsLeft, ...balance }) => ({
                ...balance,
                amount: formatEther(amount),
                paymentsLeft: paymentsLeft.toString(),
              })),
              warnings: (balances.get(id) ?? []).flatMap(({ low, holder, address, paymentsLeft }) =>
                low ? [`The gas of the ${holder} ${address} covers ${paymentsLeft} more payments: fill it up.`] : [],
              ),
              providers: (providers.get(id) ?? []).map(({ name: host, state, head }) => ({
                host,
                state,
                blockNumber: head?.blockNumber.toString() ?? null,
                secondsOld: head && Math.max(0, Math.round((now - head.blockTime.getTime()) / 1_000)),
              })),
            };
          }),
        };
      },
    );
  };
}

/** Null: the chain is read up to the present. Only the process that watches a chain knows more than the database says. */
function whatIsWrong(read: ChainProgress | undefined, watcher: WatcherHealth | undefined): string | null {
  if (watcher?.error) return watcher.error;
  if (read?.isUpToDate) return null;
  const what = read ? `The last block read is ${read.secondsOld} s old` : "No block has been read yet";
  if (!watcher) return `${what}: see that a worker runs (serve --role worker), and what its own /v1/status says.`;
  return `${what}: the chain is being caught up with, or it stands still at its endpoints (see providers).`;
}
