import { createHash } from "node:crypto";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { logoOf } from "../../../access/index.ts";
import {
  checkPayable,
  findInvoiceByPublicId,
  type InvoicesContext,
  invoiceSnapshot,
  openPayment,
  paidPaymentsOf,
  priceOfVisit,
  processingPayment,
  visitInvoice,
} from "../../../invoices/index.ts";
import { DomainError } from "../../../runtime/index.ts";
import type { Language } from "../../../store/index.ts";
import { ApiError, answerTo, logFailure } from "../../http/errors.ts";
import { type Limiter, visitedSubject, visitorSubject } from "../../http/limits/index.ts";
import { logoUrl } from "../../logo-url.ts";
import { acceptForms } from "../forms.ts";
import { sayIn } from "../messages/index.ts";
import { money } from "../money.ts";
import { sendPlainError } from "../plain-page.ts";
import { readerLanguage } from "../reader-language.ts";
import { invoiceDocument } from "./document.ts";
import { invoiceHtml, type Payable } from "./html.ts";
import { invoiceFileName, invoicePdf } from "./pdf.ts";
import { styleOf } from "./style.ts";

export type InvoicePageContext = InvoicesContext & { readonly limiter: Limiter };

type Found = NonNullable<Awaited<ReturnType<typeof findInvoiceByPublicId>>>;

type Visit = FastifyRequest<{ Params: { publicId: string } }>;

/**
 * Serves `/i/:publicId`, where whoever has the address sees an invoice, and `/i/:publicId/pdf`. A form makes a payment and goes on to it; to see the invoice makes none. How many payments
 * one address makes, and one organization's invoices and links together, is bounded.
 */
export async function serveInvoicePage(server: FastifyInstance, context: InvoicePageContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    const options = { schema: { hide: true }, config: { isPage: true }, errorHandler: sendPlainError };

    pages.get("/i/:publicId", options, async (request: Visit, reply) =>
      show(reply, await find(request), readerLanguage(request)),
    );

    pages.post("/i/:publicId", options, async (request: Visit, reply) => {
      const found = await find(request);
      const choice = amountIn(request.body);
      try {
        return await pay(request, reply, found, choice);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code === "RATE_LIMITED") throw error;
        const { statusCode, message, code, details } = answerTo(error);
        logFailure(error, statusCode, request);
        const language = found.invoice.language ?? readerLanguage(request);
        const problem = problemIn(language, code, message, details.errors);
        return show(reply.status(statusCode), await find(request), language, { problem, entered: choice });
      }
    });

    pages.get("/i/:publicId/pdf", options, async (request: Visit, reply) => {
      const found = await find(request);
      const document = await documentOf(found, readerLanguage(request));
      const file = await invoicePdf(document, found.invoice.createdAt);
      return reply
        .type("application/pdf")
        .headers({
          "content-disposition": `inline; filename="${invoiceFileName(found.invoice)}"`,
          "cache-control": "no-store",
        })
        .send(file);
    });

    // As another API's clients know it. The checkout has payments there, whose ids have other letters.
    pages.get("/pay/:publicId(^[0-9a-f]{16}$)", options, async (request: Visit, reply) =>
      reply.status(302).header("location", `../i/${request.params.publicId}`).send(),
    );
  });

  async function find(request: Visit): Promise<Found> {
    const found = await findInvoiceByPublicId(context, request.params.publicId);
    if (!found) throw new ApiError("NOT_FOUND", "There is no such invoice. Look at its address again.");
    return found;
  }

  async function documentOf(found: Found, reader: Language) {
    const payments = await paidPaymentsOf(context.database, found.invoice);
    return invoiceDocument(context, { ...found, payments }, context.clock(), reader);
  }

  async function pay(request: Visit, reply: FastifyReply, found: Found, choice: string | undefined) {
    const { invoice, organization } = found;
    checkPayable(invoice, context.clock());
    const open = await openPayment(context, invoice, priceOfVisit(invoice, choice));
    if (!open) {
      context.limiter.count(request, reply, visitorSubject(request.ip));
      context.limiter.count(request, reply, visitedSubject(organization.id));
    }
    const { payment } = await visitInvoice(context, found, choice);
    return reply.status(303).header("location", `../p/${payment.id}`).send();
  }

  async function show(
    reply: FastifyReply,
    found: Found,
    reader: Language,
    entry: { problem?: string; entered?: string | undefined } = {},
  ) {
    const { invoice, organization } = found;
    const processing = await processingPayment(context, invoice);
    const styles = styleOf(organization.accentColor);
    const document = await documentOf(found, reader);
    const page = invoiceHtml({
      ...entry,
      document,
      styles,
      logoUrl: logoUrl(context, await logoOf(context.database, organization.id)),
      pdfPath: `${invoice.publicId}/pdf`,
      payable: payableOf(found, document.language),
      isCollecting: invoice.isCollecting,
      processingPath: processing && `../p/${processing.payment.id}`,
    });
    return reply
      .type("text/html; charset=utf-8")
      .headers({
        "content-security-policy": policyOf(styles),
        // Whoever knows the address sees the invoice.
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
      })
      .send(page);
  }

  /** Undefined where it takes no payment at the moment. */
  function payableOf(found: Found, language: Language): Payable | undefined {
    try {
      checkPayable(found.invoice, context.clock());
    } catch (error) {
      if (error instanceof DomainError) return undefined;
      throw error;
    }
    const { amountDue, allowsPartialPayments, currency } = invoiceSnapshot(found);
    const due = amountDue === null ? null : money(BigInt(amountDue), currency, language);
    return { due, allowsPart: allowsPartialPayments, currency };
  }
}

/** The page loads a logo and nothing else, runs nothing, and its forms go to this server. */
function policyOf(styles: string): string {
  return [
    "default-src 'none'",
    "img-src 'self'",
    `style-src 'sha256-${createHash("sha256").update(styles).digest("base64")}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** What was entered; a form without a field asks for all that is due. */
function amountIn(body: unknown): string | undefined {
  const amount = typeof body === "object" && body !== null && "amount" in body ? body.amount : undefined;
  return typeof amount === "string" ? amount.slice(0, 40) : undefined;
}

/**
 * In words for the payer: what is wrong with the amount; what is wrong with the invoice itself is not theirs to mend. The engine says it in English alone, and then
 * exactly.
 */
function problemIn(language: Language, code: string, message: string, errors: unknown): string {
  const say = sayIn(language);
  if (code !== "VALIDATION_FAILED") return language === "en" ? message : say("invoice.closed");
  const [issue] = errors as readonly { readonly path: readonly unknown[]; readonly message: string }[];
  if (issue?.path[0] !== "amount") return say("invoice.broken");
  return language === "en" ? issue.message : say("invoice.wrongAmount");
}
