import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createPlan,
  loadPlan,
  type SubscriptionsContext,
  searchPlans,
  updatePlan,
} from "../../../../subscriptions/index.ts";
import { actorOf, callerOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { runOf } from "../../../http/idempotency.ts";
import { acceptJsonBodies } from "../../../http/json-body.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { readAmount } from "../assets.ts";
import { errorBody, errorHandlerBy } from "../errors.ts";
import { offsetOf, pageView } from "../pages.ts";
import {
  createPayLinkrPlanBody,
  payLinkrPlanBody,
  payLinkrPlanListBody,
  payLinkrPlanListQuery,
  updatePayLinkrPlanBody,
} from "./schemas.ts";
import { payLinkrPlanView, planChangeOf, planInputOf } from "./translate.ts";

const path = "/api/v1/recurring-plans";
const shared = { tags: ["PayLinkr API"], errors: errorBody } as const;

/** `/recurring-plans`: invoices in one asset, each period. */
export function planRoutes(context: MerchantContext & SubscriptionsContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(
      errorHandlerBy({ amount: "expectedAmount", reminderPreset: "clientEmail", customer: "clientEmail" }),
    );
    acceptJsonBodies(server, readAmount);

    server.post(
      path,
      merchantRoute({
        ...shared,
        scope: "recurring_plans:write",
        operationId: "createPayLinkrPlan",
        summary: "Create a recurring plan",
        description: "Its invoices are made each period, and mailed where there is a client.",
        failures: [422],
        body: createPayLinkrPlanBody,
        response: { 201: payLinkrPlanBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const input = planInputOf(request.body);
        const created = await createPlan(context, organization, mode, input, actorOf(request), runOf(request));
        return reply.status(201).send(payLinkrPlanView(created));
      },
    );

    server.get(
      path,
      merchantRoute({
        ...shared,
        scope: "invoices:read",
        operationId: "listPayLinkrPlans",
        summary: "List recurring plans",
        description: "By page, the newest first.",
        failures: [422],
        querystring: payLinkrPlanListQuery,
        response: { 200: payLinkrPlanListBody },
      }),
      async (request) => {
        const page = { offset: offsetOf(request.query), limit: request.query.limit };
        const { rows, total } = await searchPlans(context.database, ownerOf(request), {}, page);
        return pageView(request.query, rows.map(payLinkrPlanView), total);
      },
    );

    server.get(
      `${path}/:id`,
      merchantRoute({
        ...shared,
        scope: "invoices:read",
        operationId: "retrievePayLinkrPlan",
        summary: "Retrieve a recurring plan",
        description: "The plan as it is now.",
        failures: [422],
        params: idParams,
        response: { 200: payLinkrPlanBody },
      }),
      async (request) => payLinkrPlanView(await loadPlan(context.database, request.params.id, ownerOf(request))),
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        ...shared,
        scope: "recurring_plans:write",
        operationId: "updatePayLinkrPlan",
        summary: "Change a recurring plan",
        description: "For the invoices to come.",
        failures: [422],
        params: idParams,
        body: updatePayLinkrPlanBody,
        response: { 200: payLinkrPlanBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const plan = await loadPlan(context.database, request.params.id, ownerOf(request));
        const change = planChangeOf(request.body, plan);
        const { id } = request.params;
        return payLinkrPlanView(await updatePlan(context, organization, mode, id, change, actorOf(request)));
      },
    );
  });
}
