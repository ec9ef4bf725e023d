import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  changeSubscription,
  createSubscription,
  cycleSnapshot,
  type LoadedSubscription,
  listCycles,
  listSubscriptions,
  loadSubscription,
  type SubscriptionAction,
  type SubscriptionsContext,
  subscriptionSnapshot,
} from "../../../subscriptions/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  cancelSubscriptionBody,
  createSubscriptionBody,
  cycleListBody,
  cycleListQuery,
  subscriptionBody,
  subscriptionListBody,
  subscriptionListQuery,
  updateSubscriptionBody,
} from "./schemas.ts";
import { cycleView, subscriptionView } from "./view.ts";

const path = "/v1/subscriptions";
const tags = ["Subscriptions"] as const;

const actions = [
  {
    type: "pause",
    operationId: "pauseSubscription",
    summary: "Pause a subscription",
    description: "No invoices are made until it is resumed.",
  },
  {
    type: "resume",
    operationId: "resumeSubscription",
    summary: "Resume a subscription",
    description:
      "One that is paused goes on with its period, or with one that begins now where that is over. One that was to be cancelled at the period's end goes on.",
  },
] as const;

/** Customers' subscriptions to packages. */
export function subscriptionRoutes(context: MerchantContext & SubscriptionsContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedSubscription) => subscriptionView(context, subscriptionSnapshot(loaded));
  const change = async (request: FastifyRequest, id: string, action: SubscriptionAction) =>
    viewOf(await changeSubscription(context, id, action, ownerOf(request), actorOf(request)));
  return merchantRoutes(context, async (server) => {
    server.post(
      path,
      merchantRoute({
        scope: "subscriptions:write",
        operationId: "createSubscription",
        summary: "Create a subscription",
        description:
          "On the package's terms of today. Without a trial its first invoice is made and mailed at once, and paying that makes it active.",
        tags,
        body: createSubscriptionBody,
        response: { 201: subscriptionBody },
        failures: [404, 409],
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const actor = actorOf(request);
        const created = await createSubscription(context, organization, mode, request.body, actor, runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      path,
      merchantRoute({
        scope: "subscriptions:read",
        operationId: "listSubscriptions",
        summary: "List subscriptions",
        description: "The newest first.",
        tags,
        querystring: subscriptionListQuery,
        response: { 200: subscriptionListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) =>
          (await listSubscriptions(context.database, owner, filter, page)).map(viewOf),
        );
      },
    );

    server.get(
      `${path}/:id`,
      merchantRoute({
        scope: "subscriptions:read",
        operationId: "retrieveSubscription",
        summary: "Retrieve a subscription",
        description: "With its last cycle.",
        tags,
        params: idParams,
        response: { 200: subscriptionBody },
      }),
      async (request) => viewOf(await loadSubscription(context.database, request.params.id, ownerOf(request))),
    );

    server.get(
      `${path}/:id/cycles`,
      merchantRoute({
        scope: "subscriptions:read",
        operationId: "listBillingCycles",
        summary: "List a subscription's cycles",
        description: "Each period that was invoiced, the last one first.",
        tags,
        params: idParams,
        querystring: cycleListQuery,
        response: { 200: cycleListBody },
      }),
      async (request) => {
        const { subscription } = await loadSubscription(context.database, request.params.id, ownerOf(request));
        return readPage(request.query, async (page) =>
          (await listCycles(context.database, subscription, page)).map((cycle) =>
            cycleView(context, cycleSnapshot(cycle)),
          ),
        );
      },
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        scope: "subscriptions:write",
        operationId: "updateSubscription",
        summary: "Change the package of a subscription",
        description: "At the end of its period. The same package is possible: then it has that one's terms of today.",
        tags,
        params: idParams,
        body: updateSubscriptionBody,
        response: { 200: subscriptionBody },
        failures: [409],
      }),
      async (request) => {
        const { packageId } = request.body;
        const { id } = request.params;
        if (packageId !== undefined) return change(request, id, { type: "changePackage", packageId });
        return viewOf(await loadSubscription(context.database, id, ownerOf(request)));
      },
    );

    for (const { type, ...described } of actions) {
      server.post(
        `${path}/:id/${type}`,
        merchantRoute({
          scope: "subscriptions:write",
          ...described,
          tags,
          params: idParams,
          response: { 200: subscriptionBody },
          failures: [409],
        }),
        async (request) => change(request, request.params.id, { type }),
      );
    }

    server.post(
      `${path}/:id/cancel`,
      merchantRoute({
        scope: "subscriptions:write",
        operationId: "cancelSubscription",
        summary: "Cancel a subscription",
        description: "Now, or at the end of its period. What was paid goes back by a refund, if at all.",
        tags,
        params: idParams,
        body: cancelSubscriptionBody,
        response: { 200: subscriptionBody },
        failures: [409],
      }),
      async (request) => {
        const { atPeriodEnd = false } = request.body ?? {};
        return change(request, request.params.id, { type: "cancel", atPeriodEnd });
      },
    );
  });
}
