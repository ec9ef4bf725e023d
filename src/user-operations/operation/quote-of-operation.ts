import { routersOf } from "../../chain/index.ts";
import { paymentIdOf } from "../../protocol/index.ts";
import type { PayableQuote } from "../../quotes/index.ts";
import type { Owner } from "../../store/index.ts";
import type { UserOperationsContext } from "../context.ts";
import { OperationRefusedError } from "../errors.ts";
import type { OperationServices } from "../services.ts";
import { decodeOperation } from "./decode-operation.ts";
import type { Operation } from "./parse-operation.ts";

/** What an operation may pay: the one quote of a checkout token, or any quote of the organization and mode whose key asked. */
export type Permitted = { readonly quoteId: string } | { readonly owner: Owner };

/** The quote that an operation pays. Throws `OperationRefusedError` when it pays anything else. */
export async function quoteOfOperation(
  { database }: Pick<UserOperationsContext, "database">,
  services: Pick<OperationServices, "chain" | "router" | "previousRouters" | "sponsorship">,
  operation: Operation,
  permitted: Permitted,
): Promise<PayableQuote> {
  const { payment, router } = decodeOperation(operation, services.sponsorship.accounts, routersOf(services));
  let query = database
    .selectFrom("quotes")
    .innerJoin("payments", "payments.id", "quotes.paymentId")
    .selectAll("quotes")
    .select("payments.status")
    .where("quotes.onchainId", "=", paymentIdOf(payment))
    .where("quotes.router", "=", router)
    .where("quotes.chainId", "=", services.chain.id);
  query =
    "quoteId" in permitted
      ? query.where("quotes.id", "=", permitted.quoteId)
      : query
          .where("payments.organizationId", "=", permitted.owner.organizationId)
          .where("payments.mode", "=", permitted.owner.mode);
  const row = await query.executeTakeFirst();
  if (!row) throw new OperationRefusedError("The operation does not pay the quote that this token or key stands for.");
  const { status, ...quote } = row;
  return { quote, payment: { id: quote.paymentId, status } };
}
