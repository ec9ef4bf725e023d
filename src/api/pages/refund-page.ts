import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { InvalidPaymentError } from "../../payments/index.ts";
import { chainById, formatDecimal, tokenBySymbol } from "../../protocol/index.ts";
import {
  AddressLinkError,
  type AddressRequest,
  checkAddress,
  nameAddress,
  openAddressLink,
  type RefundsContext,
} from "../../refunds/index.ts";
import { address } from "../../schemas/index.ts";
import { acceptForms } from "./forms.ts";
import { type Html, html } from "./html.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";

type TokenRoute = { Params: { token: string } };

/** Spaces come along where an address is copied. */
const refundForm = z.object({
  address: z.string().max(200).trim().pipe(address),
  confirmed: z.literal("yes").optional(),
});

const notAnAddress =
  "That is no address: it begins with 0x and has 40 digits and letters after it. Copy it from your wallet again.";

/**
 * Serves `/refund/:token`, where a payer names the address that a refund goes to: enters it, sees it again, and confirms it. The secret in its URL opens one refund, and one that has
 * its address is only shown.
 */
export async function serveRefundPage(server: FastifyInstance, context: RefundsContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    pages.get<TokenRoute>("/refund/:token", plainPageRoute, async (request, reply) => {
      return show(reply, await openAddressLink(context, request.params.token));
    });
    pages.post<TokenRoute>("/refund/:token", plainPageRoute, async (request, reply) => {
      const { token } = request.params;
      const opened = await openAddressLink(context, token);
      if (opened.refund.recipient !== null || opened.refund.status !== "PENDING") return show(reply, opened);
      const read = refundForm.safeParse(request.body);
      if (!read.success)
        return ask(reply.status(400), opened, { problem: notAnAddress, entered: enteredIn(request.body) });
      try {
        if (read.data.confirmed) return show(reply, await nameAddress(context, token, read.data.address));
        return confirm(reply, opened, await checkAddress(context, token, read.data.address));
      } catch (error) {
        if (!(error instanceof InvalidPaymentError)) throw error;
        return ask(reply.status(400), opened, { problem: error.message, entered: read.data.address });
      }
    });
  });
}

function show(reply: FastifyReply, opened: AddressRequest) {
  const { refund, transfers, merchantName } = opened;
  if (refund.recipient === null) {
    if (refund.status === "PENDING") return ask(reply, opened);
    throw new AddressLinkError();
  }
  const sent = transfers.flatMap(({ transactionHash }) => transactionHash ?? []);
  const state = {
    PENDING:
      sent.length > 0 ? "It was sent, and is not final yet." : `${merchantName} sends it from a wallet of its own.`,
    SUCCEEDED: "It was sent, and is final.",
    FAILED: `It did not go through. Ask ${merchantName}.`,
    CANCELLED: `${merchantName} has cancelled it.`,
  }[refund.status];
  return send(reply, `Your refund of ${amountOf(opened)}`, [
    html`<p>It goes to <code>${refund.recipient}</code> on ${opened.chainName}.</p>\n`,
    html`<p>${state}</p>\n`,
    ...sent.map((hash) => html`<p>Transaction <code>${hash}</code></p>\n`),
    html`<p>The address cannot be changed here any more. If it is wrong, tell ${merchantName} at once.</p>`,
  ]);
}

type Entered = { readonly problem?: string; readonly entered?: string };

function ask(reply: FastifyReply, opened: AddressRequest, { problem, entered = "" }: Entered = {}) {
  const { refund, merchantName, chainName } = opened;
  return send(reply, `${merchantName} refunds you ${amountOf(opened)}`, [
    html`<p>${refund.reason}</p>\n`,
    problem === undefined ? html`` : html`<p role="alert">${problem}</p>\n`,
    html`<p>Where shall it go? Name an address of a wallet of your own, on <strong>${chainName}</strong>.</p>
<p>We do not take the address that you paid from, since it may be an exchange's: <strong>what is sent to an exchange's own address is most likely lost</strong>. If you paid from an exchange, do not copy the sender of your payment; take the address at which your account there receives ${refund.token} on ${chainName}, or one of your own wallet.</p>
<form method="post">
<label>Your address on ${chainName} <input name="address" required maxlength="200" autocomplete="off" spellcheck="false" value="${entered}"></label>
<button>Continue</button>
</form>`,
  ]);
}

function confirm(reply: FastifyReply, opened: AddressRequest, to: string) {
  const { refund, chainName } = opened;
  return send(reply, `Is this your address on ${chainName}?`, [
    html`<p><code>${to}</code></p>
<p>Compare it with your wallet, every character. ${amountOf(opened)} will be sent there on ${chainName}, and nobody can bring it back.</p>
<p>At an exchange it has to be an address of your account that receives ${refund.token} on ${chainName}; on another network the money would be lost.</p>
<form method="post">
<input type="hidden" name="address" value="${to}">
<input type="hidden" name="confirmed" value="yes">
<button>Yes, send it there</button>
</form>
<form method="get"><button>No, another address</button></form>`,
  ]);
}

function send(reply: FastifyReply, title: string, parts: readonly Html[]) {
  return sendPlainPage(reply.header("cache-control", "no-store"), { title, body: html`${parts}` });
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
