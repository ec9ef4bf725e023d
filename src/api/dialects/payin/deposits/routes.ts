import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  bindReference,
  type CustomersContext,
  DepositReferenceNotFoundError,
  depositReferenceId,
  loadBoundReference,
  searchReferences,
  unbindReference,
} from "../../../../customers/index.ts";
import { InvalidPaymentError } from "../../../../payments/index.ts";
import { depositSnapshot, searchDeposits } from "../../../../standing/index.ts";
import { actorOf, callerOf, ownerOf } from "../../../http/authentication.ts";
import { runOf } from "../../../http/idempotency.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { offsetOf, pageView } from "../pages.ts";
import {
  bindAddressBody,
  boundAddressBody,
  depositListBody,
  depositListQuery,
  referenceListBody,
  referenceListQuery,
  referenceParams,
  referenceQuery,
  unboundBody,
} from "./schemas.ts";
import { boundView, depositFields, statusOf } from "./translate.ts";

const path = "/api/v1/deposits/references";
const documented = { tags: ["PayIn API"], errors: errorBody } as const;

/** `/deposits`: addresses for ever that are bound to a reference, and what came there. */
export function depositRoutes(context: MerchantContext & CustomersContext): FastifyPluginAsyncZod {
  const { database } = context;
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.post(
      path,
      merchantRoute({
        scope: "payments:write",
        operationId: "bindDepositAddress",
        summary: "Bind a deposit address",
        description: "An address for ever. A reference that is bound already has the same one.",
        body: bindAddressBody,
        response: { 201: boundAddressBody },
        ...documented,
      }),
      async (request, reply) => {
        const { organization, mode } = callerOf(request);
        const { depositReference: reference, chainId } = request.body;
        const input = { reference, sellers: undefined };
        const bound = await bindReference(context, organization, mode, input, actorOf(request), runOf(request));
        return reply.status(201).send(viewOn(bound, chainId));
      },
    );

    server.get(
      path,
      merchantRoute({
        scope: "payments:read",
        operationId: "listDepositAddresses",
        summary: "List deposit references",
        description: "Those that are bound, by page; the newest first by default.",
        querystring: referenceListQuery,
        response: { 200: referenceListBody },
        ...documented,
      }),
      async (request) => {
        const { depositReference: reference, limit, sortOrder } = request.query;
        const page = { offset: offsetOf(request.query), limit, ascending: sortOrder === "asc" };
        const filter = { reference, isBound: true };
        const { references, total } = await searchReferences(database, ownerOf(request), filter, page);
        return pageView(
          request.query,
          references.flatMap((each) => boundView(each) ?? []),
          total,
        );
      },
    );

    server.get(
      `${path}/:ref`,
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveDepositAddress",
        summary: "Get a deposit address",
        description: "The address of a reference that is bound.",
        params: referenceParams,
        querystring: referenceQuery,
        response: { 200: boundAddressBody },
        ...documented,
      }),
      async (request) => {
        const loaded = await loadBoundReference(database, ownerOf(request), request.params.ref);
        return viewOn(loaded, request.query.chainId);
      },
    );

    server.delete(
      `${path}/:ref`,
      merchantRoute({
        scope: "payments:write",
        operationId: "unbindDepositAddress",
        summary: "Unbind a deposit address",
        description: "For good: bound again, the reference gets another. What comes to the old one is still credited.",
        params: referenceParams,
        response: { 200: unboundBody },
        ...documented,
      }),
      async (request) => {
        const { ref } = request.params;
        const owner = ownerOf(request);
        const bound = await loadBoundReference(database, owner, ref).catch((error: unknown) => {
          // Repeated after a failure of ours, it may be unbound already.
          if (error instanceof DepositReferenceNotFoundError && runOf(request)?.isAgain) return undefined;
          throw error;
        });
        if (bound) await unbindReference(context, owner, depositReferenceId(bound.reference.id), actorOf(request));
        return { depositReference: ref, unbound: true } as const;
      },
    );

    server.get(
      "/api/v1/deposits",
      merchantRoute({
        scope: "payments:read",
        operationId: "listPayInDeposits",
        summary: "List deposits of this API",
        description: "By page, filtered and sorted; the newest first by default.",
        querystring: depositListQuery,
        response: { 200: depositListBody },
        ...documented,
      }),
      async (request) => {
        const {
          status,
          currency: token,
          chainId,
          depositReference: reference,
          limit,
          sortBy,
          sortOrder,
        } = request.query;
        const filter = { status: status && statusOf(status), token, chainId, reference };
        const page = { offset: offsetOf(request.query), limit, sortBy, ascending: sortOrder === "asc" };
        const { deposits, total } = await searchDeposits(database, ownerOf(request), filter, page);
        const views = deposits.map((deposit) => depositFields(depositSnapshot(deposit)));
        return pageView(request.query, views, total);
      },
    );
  });
}

/** Throws an `InvalidPaymentError` where the reference has no address on the chain. */
function viewOn(loaded: Parameters<typeof boundView>[0], chainId: number | undefined) {
  const view = boundView(loaded, chainId);
  if (view) return view;
  throw new InvalidPaymentError([{ path: ["chainId"], message: "The reference has no address on this chain." }]);
}
