import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { type AcceptContext, acceptMoney } from "../../../deposits/index.ts";
import type { ChainsContext } from "../../chains.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { acceptBody } from "./schemas.ts";

/** What a merchant does with money that does not pay: too little, or too late. */
export function acceptRoutes(context: MerchantContext & AcceptContext & ChainsContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/payments/:id/accept",
      merchantRoute({
        scope: "payments:write",
        operationId: "acceptMoney",
        summary: "Accept a shortfall or late money",
        description:
          "Says of all money that came for the payment and does not pay it what the router permits, has that done where it needs nobody, and answers the transactions that are left. Asked again, it answers what is left then.",
        failures: [409],
        tags: ["Payments"],
        params: idParams,
        response: { 200: acceptBody },
      }),
      async (request) => {
        const { organization } = callerOf(request);
        const chains = [...context.services.values()];
        const { id } = request.params;
        const accepted = await acceptMoney(context, chains, organization, ownerOf(request), id, actorOf(request));
        return { data: [...accepted.data].map(viewOf), unreadChains: [...accepted.unreadChains] };
      },
    );
  });
}

function viewOf({ transactions, ...acceptance }: Awaited<ReturnType<typeof acceptMoney>>["data"][number]) {
  return { ...acceptance, transactions: [...transactions] };
}
