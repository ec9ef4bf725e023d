import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { sql } from "kysely";
import { formatEther } from "viem";
import type { ApiContext } from "../context.ts";
import { statusBody } from "../schemas.ts";

/** For load balancers and operators. */
export function operationsRoutes(context: ApiContext): FastifyPluginAsyncZod {
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
        const health = context.chainHealth();
        const providers = context.providerHealth();
        const balances = context.gasBalances();
        const now = context.clock().getTime();
        return {
          chains: context.chains.map(({ id, name }) => {
            const { blockNumber, blocksBehind, error } = health.get(id) ?? notWatched;
            return {
              chainId: id,
              name,
              healthy: error === null && blockNumber !== null,
              blockNumber: blockNumber?.toString() ?? null,
              blocksBehind: blocksBehind?.toString() ?? null,
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

const notWatched = { blockNumber: null, blocksBehind: null, error: "This process does not watch the chain." };
