import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  bindReference,
  type CustomersContext,
  createCustomer,
  listCustomers,
  listReferences,
  loadCustomer,
  loadReference,
  unbindReference,
} from "../../../customers/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  bindReferenceBody,
  createCustomerBody,
  customerBody,
  customerListBody,
  customerListQuery,
  depositReferenceBody,
  referenceListBody,
  referenceListQuery,
} from "./schemas.ts";
import { customerView, referenceView } from "./view.ts";

/** Customers who pay in again and again, and the references that their addresses are bound to. */
export function customerRoutes(context: MerchantContext & CustomersContext): FastifyPluginAsyncZod {
  const { database } = context;
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/customers",
      merchantRoute({
        scope: "payments:write",
        operationId: "createCustomer",
        summary: "Create a customer",
        description: "Somebody who pays in again and again.",
        tags: ["Customers"],
        body: createCustomerBody,
        response: { 201: customerBody },
      }),
      async (request, reply) => {
        const created = await createCustomer(context, ownerOf(request), request.body, runOf(request));
        return reply.status(201).send(customerView(created));
      },
    );

    server.get(
      "/v1/customers",
      merchantRoute({
        scope: "payments:read",
        operationId: "listCustomers",
        summary: "List customers",
        description: "The newest first.",
        tags: ["Customers"],
        querystring: customerListQuery,
        response: { 200: customerListBody },
      }),
      async (request) => {
        const { cursor, limit, ...filter } = request.query;
        return readPage({ cursor, limit }, async (page) => {
          const customers = await listCustomers(database, ownerOf(request), filter, page);
          return customers.map(customerView);
        });
      },
    );

    server.get(
      "/v1/customers/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveCustomer",
        summary: "Retrieve a customer",
        description: "Its references: `GET /v1/deposit-references?customerId=`.",
        tags: ["Customers"],
        params: idParams,
        response: { 200: customerBody },
      }),
      async (request) => customerView(await loadCustomer(database, ownerOf(request), request.params.id)),
    );

    server.post(
      "/v1/deposit-references",
      merchantRoute({
        scope: "payments:write",
        operationId: "bindDepositReference",
        summary: "Bind deposit addresses to a reference",
        description:
          "Addresses for ever, whose balance can go to your split as it is now and nowhere else. Bound already, it has the same ones; after your split has changed, others beside them.",
        tags: ["Customers"],
        body: bindReferenceBody,
        response: { 201: depositReferenceBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const actor = actorOf(request);
        const bound = await bindReference(context, organization, mode, request.body, actor, runOf(request));
        return reply.status(201).send(referenceView(bound));
      },
    );

    server.get(
      "/v1/deposit-references",
      merchantRoute({
        scope: "payments:read",
        operationId: "listDepositReferences",
        summary: "List deposit references",
        description: "The newest first, unbound ones among them.",
        tags: ["Customers"],
        querystring: referenceListQuery,
        response: { 200: referenceListBody },
      }),
      async (request) => {
        const { cursor, limit, bound, ...filter } = request.query;
        return readPage({ cursor, limit }, async (page) => {
          const owner = ownerOf(request);
          const references = await listReferences(database, owner, { ...filter, isBound: bound }, page);
          return references.map(referenceView);
        });
      },
    );

    server.get(
      "/v1/deposit-references/:id",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveDepositReference",
        summary: "Retrieve a deposit reference",
        description: "With all addresses that were ever given out for it.",
        tags: ["Customers"],
        params: idParams,
        response: { 200: depositReferenceBody },
      }),
      async (request) => referenceView(await loadReference(database, ownerOf(request), request.params.id)),
    );

    server.delete(
      "/v1/deposit-references/:id",
      merchantRoute({
        scope: "payments:write",
        operationId: "unbindDepositReference",
        summary: "Unbind a deposit reference",
        description:
          "For good: bound again, the reference gets other addresses. What comes to the old ones is credited and goes to your split all the same.",
        tags: ["Customers"],
        params: idParams,
        response: { 200: depositReferenceBody },
      }),
      async (request) => {
        const { id } = request.params;
        return referenceView(await unbindReference(context, ownerOf(request), id, actorOf(request)));
      },
    );
  });
}
