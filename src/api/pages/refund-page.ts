import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { chainById, formatDecimal, tokenBySymbol } from "../../protocol/index.ts";
import {
  AddressLinkError,
  type AddressRequest,
  checkAddress,
  nameAddress,
  openAddressLink,
  RecipientRefusedError,
  type RefundsContext,
} from "../../refunds/index.ts";
import { address } from "../../schemas/index.ts";
import { acceptForms } from "./forms.ts";
import { type Html, html } from "./html.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";
import { type Writing, writingFor } from "./writing.ts";

type TokenRoute = { Params: { token: string } };

/** Spaces come along where an address is copied. */
const refundForm = z.object({
  address: z.string().max(200).trim().pipe(address),
  confirmed: z.literal("yes").optional(),
});

/**
 * Serves `/refund/:token`, where a payer names the address that a refund goes to: enters it, sees it again, and confirms it. The secret in its URL opens one refund, and one that has
 * its address is only shown.
 */
export async function serveRefundPage(server: FastifyInstance, context: RefundsContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    pages.get<TokenRoute>("/refund/:token", plainPageRoute, async (request, reply) => {
      return show({ reply, ...writingFor(request) }, await openAddressLink(context, request.params.token));
    });
    pages.post<TokenRoute>("/refund/:token", plainPageRoute, async (request, reply) => {
      const { token } = request.params;
      const writing = { reply, ...writingFor(request) };
      const opened = await openAddressLink(context, token);
      if (opened.refund.recipient !== null || opened.refund.status !== "PENDING") return show(writing, opened);
      const refuse = (problem: string, entered: string) => {
        reply.status(400);
        return ask(writing, opened, { problem, entered });
      };
      const read = refundForm.safeParse(request.body);
      if (!read.success) return refuse(writing.say("refund.notAnAddress"), enteredIn(request.body));
      try {
        if (read.data.confirmed) return show(writing, await nameAddress(context, token, read.data.address));
        return confirm(writing, opened, await checkAddress(context, token, read.data.address));
      } catch (error) {
        if (!(error instanceof RecipientRefusedError)) throw error;
        const values = { ...valuesOf(opened), address: error.to };
        return refuse(writing.say(`refund.refused.${error.refusal}`, values), read.data.address);
      }
    });
  });
}

/** Where a page is written to, and in which language. */
type WritingTo = Writing & { readonly reply: FastifyReply };

/** What sentences about a refund name. */
const valuesOf = (opened: AddressRequest) => ({
  merchant: opened.merchantName,
  chain: opened.chainName,
  token: opened.refund.token,
  amount: amountOf(opened),
});

function show(writing: WritingTo, opened: AddressRequest) {
  const { refund, transfers } = opened;
  if (refund.recipient === null) {
    if (refund.status === "PENDING") return ask(writing, opened);
    throw new AddressLinkError();
  }
  const { say } = writing;
  const values = valuesOf(opened);
  const sent = transfers.flatMap(({ transactionHash }) => transactionHash ?? []);
  const state = refund.status === "PENDING" && sent.length > 0 ? "SENT" : refund.status;
  return send(writing, say("refund.title", values), [
    html`<p>${say("refund.goesTo", values)} <code>${refund.recipient}</code></p>\n`,
    html`<p>${say(`refund.state.${state}`, values)}</p>\n`,
    ...sent.map((hash) => html`<p>${say("refund.transaction")} <code>${hash}</code></p>\n`),
    html`<p>${say("refund.fixed", values)}</p>`,
  ]);
}

type Entered = { readonly problem?: string; readonly entered?: string };

function ask(writing: WritingTo, opened: AddressRequest, { problem, entered = "" }: Entered = {}) {
  const { say } = writing;
  const values = valuesOf(opened);
  return send(writing, say("refund.ask", values), [
    html`<p>${opened.refund.reason}</p>\n`,
    problem === undefined ? html`` : html`<p role="alert">${problem}</p>\n`,
    html`<p><strong>${say("refund.where", values)}</strong></p>
<p>${say("refund.notTheSender")} <strong>${say("refund.lostAtExchange")}</strong> ${say("refund.fromExchange", values)}</p>
<form method="post">
<label>${say("refund.address", values)} <input name="address" required maxlength="200" autocomplete="off" spellcheck="false" value="${entered}"></label>
<button>${say("refund.continue")}</button>
</form>`,
  ]);
}

function confirm(writing: WritingTo, opened: AddressRequest, to: string) {
  const { say } = writing;
  const values = valuesOf(opened);
  return send(writing, say("refund.confirm", values), [
    html`<p><code>${to}</code></p>
<p>${say("refund.compare", values)}</p>
<p>${say("refund.atExchange", values)}</p>
<form method="post">
<input type="hidden" name="address" value="${to}">
<input type="hidden" name="confirmed" value="yes">
<button>${say("refund.yes")}</button>
</form>
<form method="get"><button>${say("refund.no")}</button></form>`,
  ]);
}

function send({ reply, language }: WritingTo, title: string, parts: readonly Html[]) {
  return sendPlainPage(reply.header("cache-control", "no-store"), { language, title, body: html`${parts}` });
}

function amountOf({ refund }: AddressRequest): string {
  const chain = chainById(refund.chainId);
  const decimals = (chain && tokenBySymbol(chain, refund.token)?.decimals) ?? 0;
  const short = formatDecimal(refund.amount, decimals).replace(/(\.\d\d\d*?)0+$/, "$1");
  return `${short} ${refund.token}`;
}

/** What was written there, as far as the field takes it. */
function enteredIn(body: unknown): string {
  const text = typeof body === "object" && body !== null && "address" in body ? body.address : "";
  return typeof text === "string" ? text.slice(0, 200) : "";
}
