import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import type { SubscriptionPackage } from "../../../store/index.ts";
import {
  createPackage,
  listPackages,
  loadPackage,
  type SubscriptionsContext,
  updatePackage,
} from "../../../subscriptions/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { createPackageBody, packageBody, packageListBody, packageListQuery, updatePackageBody } from "./schemas.ts";
import { packageView } from "./view.ts";

const path = "/v1/subscription-packages";
const tags = ["Subscriptions"] as const;

/** What customers can subscribe to. */
export function packageRoutes(context: MerchantContext & SubscriptionsContext): FastifyPluginAsyncZod {
  const viewOf = (offered: SubscriptionPackage) => packageView(context, offered);
  return merchantRoutes(context, async (server) => {
    server.post(
      path,
      merchantRoute({
        scope: "subscription_packages:write",
        operationId: "createSubscriptionPackage",
        summary: "Create a subscription package",
        description: "It has a page at `url` where customers subscribe.",
        tags,
        body: createPackageBody,
        response: { 201: packageBody },
        failures: [409],
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const actor = actorOf(request);
        const created = await createPackage(context, organization, mode, request.body, actor, runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      path,
      merchantRoute({
        scope: "subscription_packages:read",
        operationId: "listSubscriptionPackages",
        summary: "List subscription packages",
        description: "The newest first.",
        tags,
        querystring: packageListQuery,
        response: { 200: packageListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) =>
          (await listPackages(context.database, owner, filter, page)).map(viewOf),
        );
      },
    );

    server.get(
      `${path}/:id`,
      merchantRoute({
        scope: "subscription_packages:read",
        operationId: "retrieveSubscriptionPackage",
        summary: "Retrieve a subscription package",
        description: "By its id or its slug.",
        tags,
        params: idParams,
        response: { 200: packageBody },
      }),
      async (request) => viewOf(await loadPackage(context.database, request.params.id, ownerOf(request))),
    );

    server.patch(
      `${path}/:id`,
      merchantRoute({
        scope: "subscription_packages:write",
        operationId: "updateSubscriptionPackage",
        summary: "Change a subscription package",
        description: "For those who subscribe later: who has subscribed keeps the terms that were agreed.",
        tags,
        params: idParams,
        body: updatePackageBody,
        response: { 200: packageBody },
      }),
      async (request) => {
        const { organization, mode } = callerOf(request);
        const { id } = request.params;
        return viewOf(await updatePackage(context, organization, mode, id, request.body, actorOf(request)));
      },
    );
  });
}
