import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  createPackage,
  loadPackage,
  type SubscriptionPackage,
  type SubscriptionsContext,
  searchPackages,
  updatePackage,
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
  createPayLinkrPackageBody,
  payLinkrPackageBody,
  payLinkrPackageListBody,
  payLinkrPackageListQuery,
  updatePayLinkrPackageBody,
} from "./schemas.ts";
import { packageChangeOf, packageInputOf, payLinkrPackageView } from "./translate.ts";

const path = "/api/v1/subscription-packages";
const shared = { tags: ["PayLinkr API"], errors: errorBody } as const;

/** `/subscription-packages`: what customers can subscribe to, in one asset; by id or by slug. */
export function packageRoutes(context: MerchantContext & SubscriptionsContext): FastifyPluginAsyncZod {
  const viewOf = (offered: SubscriptionPackage) => payLinkrPackageView(context, offered);
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(errorHandlerBy({ buttonLabel: "widgetButtonLabel" }));
    acceptJsonBodies(server, readAmount);

    server.post(
      path,
      merchantRoute({
        ...shared,
        scope: "subscription_packages:write",
        operationId: "createPayLinkrPackage",
        summary: "Create a subscription package",
        description:
          "Customers subscribe at its page, in the widget, in an iframe, or by `POST /api/v1/subscriptions`.",
        failures: [409, 422],
        body: createPayLinkrPackageBody,
        response: { 201: payLinkrPackageBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const input = packageInputOf(request.body);
        const created = await createPackage(context, organization, mode, input, actorOf(request), runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      path,
      merchantRoute({
        ...shared,
        scope: "subscription_packages:read",
        operationId: "listPayLinkrPackages",
        summary: "List subscription packages",
        description: "By page, the newest first.",
        failures: [422],
        querystring: payLinkrPackageListQuery,
        response: { 200: payLinkrPackageListBody },
      }),
      async (request) => {
        const page = { offset: offsetOf(request.query), limit: request.query.limit };
        const { rows, total } = await searchPackages(context.database, ownerOf(request), {}, page);
        return pageView(request.query, rows.map(viewOf), total);
      },
    );

    server.get(
      `${path}/:id`,
      merchantRoute({
        ...shared,
        scope: "subscription_packages:read",
        operationId: "retrievePayLinkrPackage",
        summary: "Retrieve a subscription package",
        description: "By its id or its slug.",
        failures: [422],
        params: idParams,
        response: { 200: payLinkrPackageBody },
      }),
      async (request) => viewOf(await loadPackage(context.database, request.params.id, ownerOf(request))),
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        ...shared,
        scope: "subscription_packages:write",
        operationId: "updatePayLinkrPackage",
        summary: "Change a subscription package",
        description: "By its id or its slug. Who has subscribed keeps the terms that were agreed.",
        failures: [422],
        params: idParams,
        body: updatePayLinkrPackageBody,
        response: { 200: payLinkrPackageBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const { id } = request.params;
        const change = packageChangeOf(request.body);
        return viewOf(await updatePackage(context, organization, mode, id, change, actorOf(request)));
      },
    );
  });
}
