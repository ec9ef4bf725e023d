import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  addWebhookEndpoint,
  awaitFirstAttempt,
  deleteWebhookEndpoint,
  type EndpointWithSecret,
  listWebhookEndpoints,
  rotateWebhookSecret,
  type SecretsContext,
  sendTestEvent,
  testPatience,
  updateWebhookEndpoint,
  WebhookEndpointNotFoundError,
  type WebhookTargets,
  wasTried,
} from "../../../../webhooks/index.ts";
import { actorOf, ownerOf } from "../../../http/authentication.ts";
import { runOf } from "../../../http/idempotency.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { pageQuery } from "../pages.ts";
import { deliveriesPage, deliveryBody, deliveryListBody, deliveryLogView } from "./delivery-log.ts";
import { payLinkrWebhookBody, updatePayLinkrWebhookBody } from "./schemas.ts";
import { style } from "./webhook-style.ts";

export type PayLinkrWebhooksContext = MerchantContext &
  SecretsContext & {
    readonly webhookTargets: WebhookTargets;
    readonly webhookTestPatience?: number | undefined;
  };

const path = "/api/v1/webhooks";
const shared = { tags: ["PayLinkr API"], errors: errorBody } as const;

/** `/webhooks`: the one destination that is written to in this API's style, beside all others. */
export function webhookRoutes(context: PayLinkrWebhooksContext): FastifyPluginAsyncZod {
  const { database } = context;
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.get(
      path,
      merchantRoute({
        ...shared,
        scope: "webhooks:read",
        operationId: "retrievePayLinkrWebhook",
        summary: "Retrieve the webhook destination",
        description: "The one of this API's style, in the mode of your key.",
        response: { 200: payLinkrWebhookBody },
      }),
      async (request) => webhookView(await find(database, ownerOf(request))),
    );

    server.patch(
      path,
      merchantRoute({
        ...shared,
        scope: "webhooks:write",
        isFresh: true,
        operationId: "updatePayLinkrWebhook",
        summary: "Set the webhook destination",
        description: "Makes it where there is none, points it elsewhere, or gives it another secret.",
        failures: [404, 409, 422],
        body: updatePayLinkrWebhookBody,
        response: { 200: payLinkrWebhookBody },
      }),
      async (request) => {
        const { webhookUrl: url, regenerateSecret } = request.body;
        const owner = ownerOf(request);
        const [run, actor] = [runOf(request), actorOf(request)];
        const current = await find(database, owner);
        if (url === null) {
          const ref = { ...owner, endpointId: current?.id };
          if (current) await deleteWebhookEndpoint(context, ref, run, actor);
          return webhookView(undefined);
        }
        if (current === undefined || (run?.isAgain && current.id === run.id)) {
          if (url === undefined) throw new WebhookEndpointNotFoundError(undefined);
          return webhookView(await addWebhookEndpoint(context, owner, { url, style }, run, actor));
        }
        const ref = { ...owner, endpointId: current.id };
        if (url !== undefined) await updateWebhookEndpoint(context, ref, { url }, actor);
        if (regenerateSecret) return webhookView(await rotateWebhookSecret(context, ref, run, actor));
        return webhookView(await find(database, owner));
      },
    );

    server.post(
      `${path}/test`,
      merchantRoute({
        ...shared,
        scope: "webhooks:write",
        operationId: "testPayLinkrWebhook",
        summary: "Send a test event",
        description: "The way of every other: answers what its first attempt came to, or that it is on its way (202).",
        failures: [404],
        response: { 200: deliveryBody, 202: deliveryBody },
      }),
      async (request, reply) => {
        const owner = ownerOf(request);
        const current = await find(database, owner);
        if (!current) throw new WebhookEndpointNotFoundError(undefined);
        const queued = await sendTestEvent(context, { ...owner, endpointId: current.id }, runOf(request));
        const patience = context.webhookTestPatience ?? testPatience;
        const delivery = await awaitFirstAttempt(database, owner, queued, patience);
        return reply.status(wasTried(delivery) ? 200 : 202).send(deliveryLogView(delivery));
      },
    );

    server.get(
      `${path}/logs`,
      merchantRoute({
        ...shared,
        scope: "webhooks:read",
        operationId: "listPayLinkrWebhookLogs",
        summary: "List webhook deliveries",
        description: "What was sent to this API's destination, the newest first.",
        failures: [422],
        querystring: pageQuery,
        response: { 200: deliveryListBody },
      }),
      async (request) => {
        const owner = ownerOf(request);
        return deliveriesPage(context, owner, request.query, { style });
      },
    );
  });
}

/** The destination of this API; undefined where there is none. */
async function find(database: MerchantContext["database"], owner: ReturnType<typeof ownerOf>) {
  return (await listWebhookEndpoints(database, owner)).find((endpoint) => endpoint.style === style);
}

type Endpoint = NonNullable<Awaited<ReturnType<typeof find>>>;

function webhookView(endpoint: Endpoint | EndpointWithSecret | undefined) {
  if (!endpoint) return { webhookUrl: null, enabled: false };
  const { url, disabledAt, createdAt } = endpoint;
  return {
    webhookUrl: url,
    enabled: disabledAt === null,
    ...("secret" in endpoint && { webhookSecret: endpoint.secret }),
    createdAt: createdAt.toISOString(),
  };
}
