import { checkDueInvoices } from "../../src/invoices/check-invoice.ts";
import { hearPayments } from "../../src/invoices/hear-payments.ts";
import { findInvoiceByPublicId } from "../../src/invoices/load-invoice.ts";
import { sendReminders } from "../../src/invoices/send-reminders.ts";
import { visitInvoice } from "../../src/invoices/visit-invoice.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { recordEvent } from "../../src/payments/record-event.ts";
import type { Quote } from "../../src/store/index.ts";
import { baseId, madeUpBlock, readTo } from "../refunds/received.ts";
import type { TestServer } from "./test-server.ts";

/** What customers of a server do with invoices, and what its worker does, each when the test says so. */
export function invoicePayments(server: () => TestServer) {
  let height = 0n;
  const nextBlock = () => {
    height += 1n;
    return madeUpBlock(height, server().context.clock());
  };

  /** Visits an invoice to pay it; answers the payment. */
  async function visit({ publicId }: { readonly publicId: string }, choice?: string): Promise<string> {
    const found = await findInvoiceByPublicId(server().context, publicId);
    if (!found) throw new Error(`There is no invoice ${publicId}.`);
    return (await visitInvoice(server().context, found, choice)).payment.id;
  }

  /** Has the ledger read the money of a payment, in a block that is not final. */
  async function process(id: string): Promise<void> {
    const { body } = await server().call("POST", `/v1/checkout/${id}/quotes`, { chainId: baseId, token: "USDC" }, {});
    const quotes = server().database.selectFrom("quotes").selectAll().where("id", "=", body.id);
    await readTo(server(), nextBlock(), [await quotes.executeTakeFirstOrThrow()]);
  }

  const quotesOf = (id: string): Promise<Quote[]> =>
    server().database.selectFrom("quotes").selectAll().where("paymentId", "=", id).execute();

  /** The same, and final. */
  async function pay(id: string): Promise<void> {
    if ((await server().call("GET", `/v1/payments/${id}`)).body.status === "ACTIVE") await process(id);
    await finalizeBlocks(server().context, baseId, () => height);
  }

  /** Leaves the ledger as a reorganisation does that takes a final payment back. */
  async function reverse(id: string): Promise<void> {
    const quoteIds = (await quotesOf(id)).map((quote) => quote.id);
    await server()
      .database.transaction()
      .execute(async (transaction) => {
        await transaction
          .updateTable("settlements")
          .set((row) => ({ reversedBy: row.ref("id") }))
          .where("quoteId", "in", quoteIds)
          .execute();
        await recordEvent(server().context, transaction, id, "payment.reversed");
      });
  }

  return {
    visit,
    process,
    pay,
    reverse,
    hear: () => hearPayments(server().context),
    remind: () => sendReminders(server().context),
    check: () => checkDueInvoices(server().context),
  };
}
