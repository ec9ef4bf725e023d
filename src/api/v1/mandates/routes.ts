import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  cancelMandate,
  chargeSnapshot,
  createMandate,
  listCharges,
  listMandates,
  loadMandate,
  type MandatesContext,
  mandateSnapshot,
  requestCharge,
  withdrawCharge,
} from "../../../mandates/index.ts";
import { int32Text } from "../../../schemas/index.ts";
import type { Mandate, MandateCharge } from "../../../store/index.ts";
import { callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  chargeMandateBody,
  createMandateBody,
  mandateBody,
  mandateChargeBody,
  mandateChargeListBody,
  mandateChargeListQuery,
  mandateListBody,
  mandateListQuery,
} from "./schemas.ts";
import { chargeView, type MandateViewContext, mandateView } from "./view.ts";

const periodParams = idParams.extend({ period: int32Text() });

/** What a merchant's server does with mandates: one signature, then a charge each period. */
export function mandateRoutes(context: MerchantContext & MandatesContext & MandateViewContext): FastifyPluginAsyncZod {
  const { database } = context;
  const viewOf = (mandate: Mandate) => mandateView(context, mandateSnapshot(mandate));
  const chargeOf = (mandate: Mandate, charge: MandateCharge) =>
    chargeView(mandateSnapshot(mandate), chargeSnapshot(charge));
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/mandates",
      merchantRoute({
        scope: "payments:write",
        operationId: "createMandate",
        summary: "Create a mandate",
        description: "Terms that a payer signs once at `url`, to be charged each period from then on.",
        tags: ["Mandates"],
        body: createMandateBody,
        response: { 201: mandateBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        return reply
          .status(201)
          .send(viewOf(await createMandate(context, organization, mode, request.body, runOf(request))));
      },
    );

    server.get(
      "/v1/mandates",
      merchantRoute({
        scope: "payments:read",
        operationId: "listMandates",
        summary: "List mandates",
        description: "The newest first.",
        tags: ["Mandates"],
        querystring: mandateListQuery,
        response: { 200: mandateListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        return readPage({ cursor, limit }, async (page) => {
          const mandates = await listMandates(database, ownerOf(request), filter, page);
          return mandates.map(viewOf);
        });
      },
    );

    server.get(
      "/v1/mandates/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveMandate",
        summary: "Retrieve a mandate",
        description: "Its charges: `GET /v1/mandates/{id}/charges`.",
        tags: ["Mandates"],
        params: idParams,
        response: { 200: mandateBody },
      }),
      async (request) => viewOf(await loadMandate(database, ownerOf(request), request.params.id)),
    );

    server.post(
      "/v1/mandates/:id/cancel",
      merchantRoute({
        scope: "payments:write",
        operationId: "cancelMandate",
        summary: "Cancel a mandate",
        description:
          "Nothing is charged by it any more, and what was asked for is withdrawn. On chain its payer's signature stays valid until the payer ends it.",
        tags: ["Mandates"],
        params: idParams,
        response: { 200: mandateBody },
        failures: [409],
      }),
      async (request) => viewOf(await cancelMandate(context, ownerOf(request), request.params.id)),
    );

    server.post(
      "/v1/mandates/:id/charges",
      merchantRoute({
        scope: "payments:write",
        operationId: "chargeMandate",
        summary: "Charge a period of a mandate",
        description:
          "Once, in the period's window, as soon as the payer's money and the chain allow it; tried again until the window is over. Asked for again, the charge is answered as it stands.",
        tags: ["Mandates"],
        params: idParams,
        body: chargeMandateBody,
        response: { 201: mandateChargeBody },
        failures: [409],
      }),
      async (request, reply) => {
        const { mandate, charge } = await requestCharge(context, ownerOf(request), request.params.id, request.body);
        return reply.status(201).send(chargeOf(mandate, charge));
      },
    );

    server.get(
      "/v1/mandates/:id/charges",
      merchantRoute({
        scope: "payments:read",
        operationId: "listMandateCharges",
        summary: "List charges of a mandate",
        description:
          "The newest first, those among them that nobody asked for here: anybody can trigger a signed charge.",
        tags: ["Mandates"],
        params: idParams,
        querystring: mandateChargeListQuery,
        response: { 200: mandateChargeListBody },
      }),
      async (request) => {
        const mandate = await loadMandate(database, ownerOf(request), request.params.id);
        return readPage(request.query, async (page) => {
          const charges = await listCharges(database, mandate.id, page);
          return charges.map((charge) => chargeOf(mandate, charge));
        });
      },
    );

    server.post(
      "/v1/mandates/:id/charges/:period/cancel",
      merchantRoute({
        scope: "payments:write",
        operationId: "cancelMandateCharge",
        summary: "Cancel a charge of a mandate",
        description:
          "One that was not made yet. A call that is on its way may still make it: then it is PROCESSING after all.",
        tags: ["Mandates"],
        params: periodParams,
        response: { 200: mandateChargeBody },
        failures: [409],
      }),
      async (request) => {
        const { id, period } = request.params;
        const { mandate, charge } = await withdrawCharge(context, ownerOf(request), id, period);
        return chargeOf(mandate, charge);
      },
    );
  });
}
