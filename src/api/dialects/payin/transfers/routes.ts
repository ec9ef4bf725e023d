import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { searchTransfers, type Transfer } from "../../../../ledger/index.ts";
import type { PaymentsContext } from "../../../../payments/index.ts";
import { sourcesOf } from "../../../../payments/index.ts";
import { chainSlug } from "../../../../protocol/index.ts";
import { DomainError } from "../../../../runtime/index.ts";
import { prefixedId, toSecond, uuidOf } from "../../../../schemas/index.ts";
import { ownerOf } from "../../../http/authentication.ts";
import { idParams } from "../../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { sourceType } from "../orders/translate.ts";
import { offsetOf, pageView } from "../pages.ts";
import { transferBody, transferListBody, transferListQuery } from "./schemas.ts";

export type TransfersContext = MerchantContext & Pick<PaymentsContext, "database" | "chains">;

const prefix = "trf";

/** There is no such transfer, or it is another merchant's. */
class TransferNotFoundError extends DomainError {
  override readonly name = "TransferNotFoundError";
  override readonly code = "TRANSFER_NOT_FOUND";
  constructor(id: string) {
    super(`There is no transfer "${id}".`);
  }
}

/** `/transfers`: what moved on chain, from the ledger. */
export function transferRoutes(context: TransfersContext): FastifyPluginAsyncZod {
  const viewsOf = async (transfers: readonly Transfer[]) => {
    const sources = await sourcesOf(
      context.database,
      transfers.flatMap(({ paymentId }) => paymentId ?? []),
    );
    return transfers.map((transfer) => {
      const source = transfer.paymentId === null ? undefined : sources.get(transfer.paymentId);
      return transferView(transfer, source?.type === sourceType ? source.id : null);
    });
  };

  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.get(
      "/api/v1/transfers",
      merchantRoute({
        scope: "transactions:read",
        operationId: "listTransfers",
        summary: "List transfers",
        description: "What moved on chain to you or for your payments, by page; the newest first by default.",
        tags: ["PayIn API"],
        querystring: transferListQuery,
        response: { 200: transferListBody },
        errors: errorBody,
      }),
      async (request) => {
        const { status, currency: token, chainId, txHash, limit, sortOrder } = request.query;
        const search = { status, token, chainId, txHash: txHash?.toLowerCase() };
        const page = { offset: offsetOf(request.query), limit, ascending: sortOrder === "asc" };
        const { transfers, total } = await searchTransfers(context, ownerOf(request), search, page);
        return pageView(request.query, await viewsOf(transfers), total);
      },
    );

    server.get(
      "/api/v1/transfers/:id",
      merchantRoute({
        scope: "transactions:read",
        operationId: "retrieveTransfer",
        summary: "Retrieve a transfer",
        description: "The transfer as it is now.",
        tags: ["PayIn API"],
        params: idParams,
        response: { 200: transferBody },
        errors: errorBody,
      }),
      async (request) => {
        const id = uuidOf(prefix, request.params.id);
        if (id === undefined) throw new TransferNotFoundError(request.params.id);
        const { transfers } = await searchTransfers(context, ownerOf(request), { id }, { offset: 0, limit: 1 });
        const [view] = await viewsOf(transfers);
        if (!view) throw new TransferNotFoundError(request.params.id);
        return view;
      },
    );
  });
}

function transferView(transfer: Transfer, orderId: string | null) {
  const { id, paymentId, amount, token, chainId, txHash, logIndex, payer, recipient, blockNumber, blockTime } =
    transfer;
  return {
    transferId: prefixedId(prefix, id),
    orderId,
    paymentId,
    amount,
    currency: token,
    chainId: chainSlug(chainId),
    txHash,
    logIndex,
    from: payer,
    to: recipient,
    blockNumber,
    status: statusOf(transfer),
    createdAt: toSecond(blockTime),
  };
}

function statusOf({ isReversed, final }: Transfer) {
  if (isReversed) return "reversed" as const;
  return final ? ("confirmed" as const) : ("pending" as const);
}
