import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  cancelBySignature,
  loadMandatePage,
  type MandatesContext,
  prepareTerms,
  signMandate,
} from "../../../mandates/index.ts";
import type { ChainsContext } from "../../chains.ts";
import { allowAnyOrigin } from "../../http/any-origin.ts";
import { publicRoute } from "../../http/routes.ts";
import {
  mandateCancellationBody,
  mandatePageBody,
  mandateSignatureBody,
  mandateTermsBody,
  mandateTermsRequestBody,
  tokenParams,
} from "./schemas.ts";
import { mandatePageView, preparedTermsView } from "./view.ts";

/** What a mandate's payer may do, by the secret in the URL of its page. */
export function mandatePageRoutes(context: MandatesContext & ChainsContext): FastifyPluginAsyncZod {
  const { database, clock } = context;
  const pageOf = async (token: string) => mandatePageView(await loadMandatePage(database, token, clock()));
  return async (server) => {
    allowAnyOrigin(server);
    server.get(
      "/v1/mandate-pages/:token",
      publicRoute({
        operationId: "retrieveMandatePage",
        summary: "Retrieve a mandate as its payer",
        description: "The terms, what was charged by them, and once they are signed, what was signed.",
        tags: ["Mandates"],
        params: tokenParams,
        response: { 200: mandatePageBody },
      }),
      async (request) => pageOf(request.params.token),
    );

    server.post(
      "/v1/mandate-pages/:token/terms",
      {
        ...publicRoute({
          operationId: "prepareMandate",
          summary: "Prepare a mandate for its payer",
          description: "The terms that this account would sign, and the allowance that it needs for all its mandates.",
          failures: [409],
          tags: ["Mandates"],
          params: tokenParams,
          body: mandateTermsRequestBody,
          response: { 200: mandateTermsBody },
        }),
        config: { group: "quotes" },
      },
      async (request) => preparedTermsView(await prepareTerms(context, request.params.token, request.body.payer)),
    );

    server.post(
      "/v1/mandate-pages/:token/signature",
      {
        ...publicRoute({
          operationId: "signMandate",
          summary: "Sign a mandate",
          description: "Hands in the payer's signature of the prepared terms, and a permit of the allowance with it.",
          failures: [409, 422],
          tags: ["Mandates"],
          params: tokenParams,
          body: mandateSignatureBody,
          response: { 200: mandatePageBody },
        }),
        config: { group: "quotes" },
      },
      async (request) => {
        const { startsAt: start, ...signed } = request.body;
        await signMandate(context, request.params.token, { ...signed, start });
        return pageOf(request.params.token);
      },
    );

    server.post(
      "/v1/mandate-pages/:token/cancellation",
      {
        ...publicRoute({
          operationId: "endMandate",
          summary: "End a mandate by its payer's signature",
          description:
            "Brings the payer's signed cancellation to the chain, gas paid by us: CANCELLED once that is final.",
          failures: [409, 422],
          tags: ["Mandates"],
          params: tokenParams,
          body: mandateCancellationBody,
          response: { 202: mandatePageBody },
        }),
        config: { group: "quotes" },
      },
      async (request, reply) => {
        const { token } = request.params;
        await cancelBySignature(context, token, request.body.signature);
        return reply.status(202).send(await pageOf(token));
      },
    );
  };
}
