import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { validate as isUuid } from "uuid";
import { searchEvents } from "../../../../events/index.ts";
import { toSecond } from "../../../../schemas/index.ts";
import { depositSubject } from "../../../../standing/index.ts";
import {
  addWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  listWebhookEndpoints,
  type SecretsContext,
  setWebhookSecret,
  updateWebhookEndpoint,
  WebhookEndpointNotFoundError,
  type WebhookTargets,
} from "../../../../webhooks/index.ts";
import { actorOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { runOf } from "../../../http/idempotency.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { sourceType } from "../orders/translate.ts";
import { offsetOf, pageOfWhole, pageQuery, pageView } from "../pages.ts";
import {
  addEndpointBody,
  deletedEndpointBody,
  endpointBody,
  endpointListBody,
  eventListBody,
  eventListQuery,
  newEndpointBody,
  updateEndpointBody,
} from "./schemas.ts";
import { eventNames, eventView } from "./webhook-style.ts";

export type PayInWebhooksContext = SecretsContext & { readonly webhookTargets: WebhookTargets };

/** The style of this API's endpoints; those of other styles are not there for it. */
const style = "payin";
const path = "/api/v1/webhooks/endpoints";
const errors = { tags: ["PayIn API"], errors: errorBody } as const;

/** `/webhooks`: endpoints that are told of orders and deposits in this API's words, and what there was to tell. */
export function webhookRoutes(context: MerchantContext & PayInWebhooksContext): FastifyPluginAsyncZod {
  const { database } = context;
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.post(
      path,
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "createPayInWebhookEndpoint",
        summary: "Create a webhook endpoint of this API",
        description: "Up to 16, those of every style together.",
        body: addEndpointBody,
        response: { 201: newEndpointBody },
        ...errors,
      }),
      async (request, reply) => {
        const wanted = { ...request.body, style };
        const added = await addWebhookEndpoint(context, ownerOf(request), wanted, runOf(request), actorOf(request));
        const isOurs = request.body.secret === undefined;
        return reply.status(201).send({ ...endpointView(added), ...(isOurs && { secret: added.secret }) });
      },
    );

    server.get(
      path,
      merchantRoute({
        scope: "webhooks:read",
        operationId: "listPayInWebhookEndpoints",
        summary: "List webhook endpoints of this API",
        description: "Those of this API's style, the newest first by default.",
        querystring: pageQuery,
        response: { 200: endpointListBody },
        ...errors,
      }),
      async (request) => {
        const endpoints = await listWebhookEndpoints(database, ownerOf(request));
        const ours = endpoints.filter((endpoint) => endpoint.style === style).toReversed();
        return pageOfWhole(request.query, ours.map(endpointView));
      },
    );

    server.put(
      `${path}/:id`,
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "updatePayInWebhookEndpoint",
        summary: "Update a webhook endpoint of this API",
        description: "With another secret, that of before signs for 24 hours too.",
        params: idParams,
        body: updateEndpointBody,
        response: { 200: endpointBody },
        ...errors,
      }),
      async (request) => {
        const { secret, ...change } = request.body;
        const ref = await refOf(database, request);
        const updated = await updateWebhookEndpoint(context, ref, change, actorOf(request));
        if (secret !== undefined) await setWebhookSecret(context, ref, secret, actorOf(request));
        return endpointView(updated);
      },
    );

    server.delete(
      `${path}/:id`,
      merchantRoute({
        scope: "webhooks:write",
        isFresh: true,
        operationId: "deletePayInWebhookEndpoint",
        summary: "Delete a webhook endpoint of this API",
        description: "With its secrets, and with what is on its way to it.",
        params: idParams,
        response: { 200: deletedEndpointBody },
        ...errors,
      }),
      async (request) => {
        const ref = { ...ownerOf(request), endpointId: uuidIn(request) };
        // Repeated after a failure of ours, it may be gone already.
        if (!runOf(request)?.isAgain) await refOf(database, request);
        await deleteWebhookEndpoint(context, ref, runOf(request), actorOf(request));
        return { id: ref.endpointId, deleted: true } as const;
      },
    );

    server.get(
      "/api/v1/webhooks/events",
      merchantRoute({
        scope: "webhooks:read",
        operationId: "listPayInEvents",
        summary: "List webhook events of this API",
        description:
          "What happened to orders and deposits, whether or not anybody was told. Kept for 30 days at least.",
        querystring: eventListQuery,
        response: { 200: eventListBody },
        ...errors,
      }),
      async (request) => {
        const { type, limit, sortOrder } = request.query;
        const types = Object.keys(eventNames).filter((ours) => type === undefined || eventNames[ours] === type);
        const page = { offset: offsetOf(request.query), limit, ascending: sortOrder === "asc" };
        const { events, total } = await searchEvents(
          database,
          ownerOf(request),
          { types, sourceType, subjectType: depositSubject },
          page,
        );
        return pageView(request.query, events.map(eventView), total);
      },
    );
  });
}

function endpointView({ id, url, events, disabledAt, createdAt }: Awaited<ReturnType<typeof findWebhookEndpoint>>) {
  return { id, url, events, enabled: disabledAt === null, createdAt: toSecond(createdAt) };
}

function uuidIn(request: FastifyRequest): string {
  const { id } = request.params as { readonly id: string };
  if (!isUuid(id)) throw new WebhookEndpointNotFoundError(id);
  return id;
}

/** Throws `WebhookEndpointNotFoundError` where it is not one of this API's. */
async function refOf(database: MerchantContext["database"], request: FastifyRequest) {
  const ref = { ...ownerOf(request), endpointId: uuidIn(request) };
  const endpoint = await findWebhookEndpoint(database, ref);
  if (endpoint.style !== style) throw new WebhookEndpointNotFoundError(endpoint.id);
  return ref;
}
