import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createPlan,
  listPlans,
  loadPlan,
  type SubscriptionsContext,
  updatePlan,
} from "../../../subscriptions/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { createPlanBody, planBody, planListBody, planListQuery, updatePlanBody } from "./schemas.ts";
import { planView } from "./view.ts";

const path = "/v1/recurring-plans";
const tags = ["Subscriptions"] as const;

/** Invoices that are made each period. */
export function planRoutes(context: MerchantContext & SubscriptionsContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.post(
      path,
      merchantRoute({
        scope: "recurring_plans:write",
        operationId: "createRecurringPlan",
        summary: "Create a recurring plan",
        description: "Makes an invoice to one customer each period, whether or not the last one was paid.",
        tags,
        body: createPlanBody,
        response: { 201: planBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const actor = actorOf(request);
        const created = await createPlan(context, organization, mode, request.body, actor, runOf(request));
        return reply.status(201).send(planView(created));
      },
    );

    server.get(
      path,
      merchantRoute({
        scope: "invoices:read",
        operationId: "listRecurringPlans",
        summary: "List recurring plans",
        description: "The newest first.",
        tags,
        querystring: planListQuery,
        response: { 200: planListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) =>
          (await listPlans(context.database, owner, filter, page)).map(planView),
        );
      },
    );

    server.get(
      `${path}/:id`,
      merchantRoute({
        scope: "invoices:read",
        operationId: "retrieveRecurringPlan",
        summary: "Retrieve a recurring plan",
        description: "Its invoices have its id as `metadata.planId`.",
        tags,
        params: idParams,
        response: { 200: planBody },
      }),
      async (request) => planView(await loadPlan(context.database, request.params.id, ownerOf(request))),
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        scope: "recurring_plans:write",
        operationId: "updateRecurringPlan",
        summary: "Change a recurring plan",
        description: "For the periods to come. One that is active again goes on with its next period.",
        tags,
        params: idParams,
        body: updatePlanBody,
        response: { 200: planBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const { id } = request.params;
        return planView(await updatePlan(context, organization, mode, id, request.body, actorOf(request)));
      },
    );
  });
}
