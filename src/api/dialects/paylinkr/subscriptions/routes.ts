import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  changeSubscription,
  createSubscription,
  type LoadedSubscription,
  type SubscriptionAction,
  type SubscriptionsContext,
  searchSubscriptions,
  subscriptionSnapshot,
  subscriptionSubject,
} from "../../../../subscriptions/index.ts";
import { actorOf, callerOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { runOf } from "../../../http/idempotency.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { offsetOf, pageQuery, pageView } from "../pages.ts";
import { deliveriesPage, deliveryListBody } from "../webhooks/delivery-log.ts";
import {
  createPayLinkrSubscriptionBody,
  payLinkrSubscriptionBody,
  payLinkrSubscriptionListBody,
  payLinkrSubscriptionListQuery,
  updatePayLinkrSubscriptionBody,
} from "./schemas.ts";
import { payLinkrSubscriptionView, statusOf } from "./translate.ts";

const path = "/api/v1/subscriptions";
const shared = { tags: ["PayLinkr API"], errors: errorBody } as const;

const actions: Readonly<Record<"pause" | "resume" | "cancel", SubscriptionAction>> = {
  pause: { type: "pause" },
  resume: { type: "resume" },
  cancel: { type: "cancel", atPeriodEnd: false },
};

/** `/subscriptions`: customers' subscriptions to packages, and what was sent about them. */
export function subscriptionRoutes(context: MerchantContext & SubscriptionsContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedSubscription) => payLinkrSubscriptionView(context, subscriptionSnapshot(loaded));
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.post(
      path,
      merchantRoute({
        ...shared,
        scope: "subscriptions:write",
        operationId: "createPayLinkrSubscription",
        summary: "Enroll a customer into a package",
        description: "Its first invoice is mailed at once, or at the end of the package's trial.",
        failures: [404, 409, 422],
        body: createPayLinkrSubscriptionBody,
        response: { 201: payLinkrSubscriptionBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const { startImmediately, ...body } = request.body;
        const input = { ...body, ...(startImmediately && { trialDays: 0 }) };
        const created = await createSubscription(context, organization, mode, input, actorOf(request), runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      path,
      merchantRoute({
        ...shared,
        scope: "subscriptions:read",
        operationId: "listPayLinkrSubscriptions",
        summary: "List subscriptions",
        description: "By page, the newest first.",
        failures: [422],
        querystring: payLinkrSubscriptionListQuery,
        response: { 200: payLinkrSubscriptionListBody },
      }),
      async (request) => {
        const { status, ...query } = request.query;
        const filter = { status: status && statusOf(status) };
        const page = { offset: offsetOf(query), limit: query.limit };
        const { rows, total } = await searchSubscriptions(context.database, ownerOf(request), filter, page);
        return pageView(query, rows.map(viewOf), total);
      },
    );

    server.get(
      `${path}/webhook-logs`,
      merchantRoute({
        ...shared,
        scope: "subscriptions:read",
        operationId: "listPayLinkrSubscriptionDeliveries",
        summary: "List what was sent about subscriptions",
        description: "Each webhook about a subscription and what became of it, the newest first.",
        failures: [422],
        querystring: pageQuery,
        response: { 200: deliveryListBody },
      }),
      async (request) => {
        const filter = { subjectType: subscriptionSubject };
        return deliveriesPage(context, ownerOf(request), request.query, filter);
      },
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        ...shared,
        scope: "subscriptions:write",
        operationId: "updatePayLinkrSubscription",
        summary: "Pause, resume or cancel a subscription",
        description: "Cancelled it ends now.",
        params: idParams,
        body: updatePayLinkrSubscriptionBody,
        failures: [409, 422],
        response: { 200: payLinkrSubscriptionBody },
      }),
      async (request) => {
        const action = actions[request.body.action];
        const owner = ownerOf(request);
        return viewOf(await changeSubscription(context, request.params.id, action, owner, actorOf(request)));
      },
    );
  });
}
