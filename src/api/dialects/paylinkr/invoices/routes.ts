import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  askCustomer,
  createInvoice,
  endInvoice,
  type InvoicesContext,
  type LoadedInvoice,
  loadInvoice,
  openPaymentIds,
  searchInvoices,
} from "../../../../invoices/index.ts";
import { depositAddressOf, termsFromJson } from "../../../../protocol/index.ts";
import { openQuotes } from "../../../../quotes/index.ts";
import { actorOf, callerOf, ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { runOf } from "../../../http/idempotency.ts";
import { acceptJsonBodies } from "../../../http/json-body.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { readAmount } from "../assets.ts";
import { errorBody, sendError } from "../errors.ts";
import { offsetOf, pageView } from "../pages.ts";
import {
  createPayLinkrInvoiceBody,
  notifyBody,
  payLinkrInvoiceBody,
  payLinkrInvoiceListBody,
  payLinkrInvoiceListQuery,
} from "./schemas.ts";
import { inputOf, payLinkrInvoiceView, statusesOf } from "./translate.ts";

export type PayLinkrInvoicesContext = MerchantContext & InvoicesContext;

const endings = [
  {
    ending: "settle",
    operationId: "settlePayLinkrInvoice",
    summary: "Accept an invoice that was paid in part",
    description: "It is paid, and nothing more is expected.",
  },
  {
    ending: "expire",
    operationId: "expirePayLinkrInvoice",
    summary: "Expire an open invoice",
    description: "It takes no more payments.",
  },
] as const;

/** `/invoices`: for one asset, by id or by public id. */
export function invoiceRoutes(context: PayLinkrInvoicesContext): FastifyPluginAsyncZod {
  const viewsOf = async (loaded: readonly LoadedInvoice[]) => {
    const addresses = await addressesOf(context, loaded);
    return loaded.map((each) => payLinkrInvoiceView(context, each, addresses.get(each.invoice.id) ?? null));
  };
  const viewOf = async (loaded: LoadedInvoice) => {
    const [view] = await viewsOf([loaded]);
    return view as NonNullable<typeof view>;
  };
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);
    acceptJsonBodies(server, readAmount);

    server.post(
      "/api/v1/invoices",
      merchantRoute({
        tags: ["PayLinkr API"],
        errors: errorBody,
        scope: "invoices:write",
        operationId: "createPayLinkrInvoice",
        summary: "Create an invoice",
        description: "In one asset, or priced in a currency; its page is at `payUrl`.",
        failures: [422],
        body: createPayLinkrInvoiceBody,
        response: { 201: payLinkrInvoiceBody },
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const input = inputOf(request.body, context.clock());
        const created = await createInvoice(context, organization, mode, input, runOf(request));
        return reply.status(201).send(await viewOf(created));
      },
    );

    server.get(
      "/api/v1/invoices",
      merchantRoute({
        tags: ["PayLinkr API"],
        errors: errorBody,
        scope: "invoices:read",
        operationId: "listPayLinkrInvoices",
        summary: "List invoices",
        description: "By page, the newest first.",
        failures: [422],
        querystring: payLinkrInvoiceListQuery,
        response: { 200: payLinkrInvoiceListBody },
      }),
      async (request) => {
        const { status, ...query } = request.query;
        const statuses = status && statusesOf(status);
        if (statuses?.length === 0) return pageView(query, [], 0);
        const page = { offset: offsetOf(query), limit: query.limit };
        const { invoices, total } = await searchInvoices(context.database, ownerOf(request), { statuses }, page);
        return pageView(query, await viewsOf(invoices), total);
      },
    );

    server.get(
      "/api/v1/invoices/:id",
      merchantRoute({
        tags: ["PayLinkr API"],
        errors: errorBody,
        scope: "invoices:read",
        operationId: "retrievePayLinkrInvoice",
        summary: "Retrieve an invoice",
        description: "By its id or its public id.",
        params: idParams,
        failures: [422],
        response: { 200: payLinkrInvoiceBody },
      }),
      async (request) => viewOf(await loadInvoice(context.database, request.params.id, ownerOf(request))),
    );

    server.post(
      "/api/v1/invoices/:id/notify",
      merchantRoute({
        tags: ["PayLinkr API"],
        errors: errorBody,
        scope: "invoices:write",
        operationId: "notifyPayLinkrInvoice",
        summary: "Send the payment request again",
        description: "By mail to its client.",
        params: idParams,
        body: notifyBody,
        failures: [409, 422, 501],
        response: { 200: payLinkrInvoiceBody },
      }),
      async (request) => {
        const { id } = request.params;
        return viewOf(await askCustomer(context, id, "request", ownerOf(request), runOf(request)));
      },
    );

    server.post(
      "/api/v1/invoices/:id/remind",
      merchantRoute({
        tags: ["PayLinkr API"],
        errors: errorBody,
        scope: "invoices:write",
        operationId: "remindPayLinkrInvoice",
        summary: "Send a reminder",
        description: "By mail to its client.",
        params: idParams,
        failures: [409, 422, 501],
        response: { 200: payLinkrInvoiceBody },
      }),
      async (request) => {
        const { id } = request.params;
        return viewOf(await askCustomer(context, id, "reminder", ownerOf(request), runOf(request)));
      },
    );

    for (const { ending, ...words } of endings) {
      server.post(
        `/api/v1/invoices/:id/${ending}`,
        merchantRoute({
          ...words,
          tags: ["PayLinkr API"],
          errors: errorBody,
          scope: "invoices:write",
          params: idParams,
          failures: [409, 422],
          response: { 200: payLinkrInvoiceBody },
        }),
        async (request) => {
          const { id } = request.params;
          return viewOf(await endInvoice(context, id, ending, ownerOf(request), actorOf(request), runOf(request)));
        },
      );
    }
  });
}

/** Where each invoice can be paid to by a transfer now, by its UUID: the deposit address of the quote that is open. */
async function addressesOf({ database, clock, settlesDeposits }: InvoicesContext, loaded: readonly LoadedInvoice[]) {
  if (!settlesDeposits) return new Map<string, string>();
  const payments = await openPaymentIds(
    database,
    loaded.map(({ invoice }) => invoice),
  );
  const quotes = await openQuotes(database, [...payments.values()], clock());
  return new Map(
    [...payments].flatMap(([invoice, payment]) => {
      const quote = quotes.get(payment);
      return quote ? [[invoice, depositAddressOf(termsFromJson(quote.terms), quote.router)] as const] : [];
    }),
  );
}
