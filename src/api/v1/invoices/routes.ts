import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  askCustomer,
  createInvoice,
  creditInvoice,
  endInvoice,
  type InvoicesContext,
  invoiceSnapshot,
  type LoadedInvoice,
  listInvoices,
  loadInvoice,
} from "../../../invoices/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { runOf } from "../../http/idempotency.ts";
import { readPage } from "../../http/page.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { createInvoiceBody, creditInvoiceBody, invoiceBody, invoiceListBody, invoiceListQuery } from "./schemas.ts";
import { invoiceView } from "./view.ts";

/** How an invoice is ended, and what its route is called. */
const endings = [
  {
    ending: "void",
    operationId: "voidInvoice",
    summary: "Void an invoice",
    description: "For one that nothing has come for. Its number stays taken, and its open payments are cancelled.",
  },
  {
    ending: "expire",
    operationId: "expireInvoice",
    summary: "Expire an invoice",
    description: "It takes no more payments, and its open ones are cancelled.",
  },
  {
    ending: "settle",
    operationId: "settleInvoice",
    summary: "Settle an invoice that was paid in part",
    description: "What has come is taken for the whole: the invoice is PAID, and nothing is due.",
  },
] as const;

/** What a customer can be mailed by a merchant's wish. */
const mails = [
  {
    action: "notify",
    kind: "request",
    operationId: "notifyInvoice",
    summary: "Mail an invoice to its customer",
    description: "The request to pay it, again: at most every ten minutes, and ten times with reminders by hand.",
  },
  {
    action: "remind",
    kind: "reminder",
    operationId: "remindInvoice",
    summary: "Remind the customer of an invoice",
    description: "Now, beside what its preset sends: at most every ten minutes, and ten times with requests by hand.",
  },
] as const;

/** What a merchant's server does with invoices. */
export function invoiceRoutes(context: MerchantContext & InvoicesContext): FastifyPluginAsyncZod {
  const viewOf = (loaded: LoadedInvoice) => invoiceView(context, invoiceSnapshot(loaded));
  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/invoices",
      merchantRoute({
        scope: "invoices:write",
        operationId: "createInvoice",
        summary: "Create an invoice",
        description: "It gets the next number, and a page at `url` where it is paid.",
        tags: ["Invoices"],
        body: createInvoiceBody,
        response: { 201: invoiceBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const created = await createInvoice(context, organization, mode, request.body, runOf(request));
        return reply.status(201).send(viewOf(created));
      },
    );

    server.get(
      "/v1/invoices",
      merchantRoute({
        scope: "invoices:read",
        operationId: "listInvoices",
        summary: "List invoices",
        description: "The newest first.",
        tags: ["Invoices"],
        querystring: invoiceListQuery,
        response: { 200: invoiceListBody },
      }),
      async (request) => {
        const { cursor, limit, status, ...filter } = request.query;
        const owner = ownerOf(request);
        return readPage({ cursor, limit }, async (page) => {
          const invoices = await listInvoices(
            context.database,
            owner,
            { ...filter, statuses: status && [status] },
            page,
          );
          return invoices.map(viewOf);
        });
      },
    );

    server.get(
      "/v1/invoices/:id",
      merchantRoute({
        scope: "invoices:read",
        operationId: "retrieveInvoice",
        summary: "Retrieve an invoice",
        description: "By its id or its public id. Its payments: `GET /v1/payments?sourceId=`.",
        tags: ["Invoices"],
        params: idParams,
        response: { 200: invoiceBody },
      }),
      async (request) => viewOf(await loadInvoice(context.database, request.params.id, ownerOf(request))),
    );

    for (const { ending, ...described } of endings) {
      server.post(
        `/v1/invoices/:id/${ending}`,
        merchantRoute({
          scope: "invoices:write",
          ...described,
          tags: ["Invoices"],
          params: idParams,
          response: { 200: invoiceBody },
          failures: [409],
        }),
        async (request) => {
          const { id } = request.params;
          return viewOf(await endInvoice(context, id, ending, ownerOf(request), actorOf(request), runOf(request)));
        },
      );
    }

    for (const { action, kind, ...described } of mails) {
      server.post(
        `/v1/invoices/:id/${action}`,
        merchantRoute({
          scope: "invoices:write",
          ...described,
          tags: ["Invoices"],
          params: idParams,
          response: { 200: invoiceBody },
          failures: [409, 501],
        }),
        async (request) => {
          return viewOf(await askCustomer(context, request.params.id, kind, ownerOf(request), runOf(request)));
        },
      );
    }

    server.post(
      "/v1/invoices/:id/credit-notes",
      merchantRoute({
        scope: "invoices:write",
        operationId: "creditInvoice",
        summary: "Make a credit note",
        description:
          "So much less is to be paid. What was paid already goes back by `POST /v1/payments/{id}/refunds`. Answers the invoice.",
        tags: ["Invoices"],
        params: idParams,
        body: creditInvoiceBody,
        response: { 201: invoiceBody },
        failures: [409],
      }),
      async (request, reply) => {
        const owner = ownerOf(request);
        const { id } = request.params;
        const actor = actorOf(request);
        const credited = await creditInvoice(context, id, request.body, owner, actor, runOf(request));
        return reply.status(201).send(viewOf(credited));
      },
    );
  });
}
