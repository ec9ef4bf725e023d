import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { logoOf } from "../../../access/index.ts";
import {
  changeByPortal,
  endsLater,
  openPortal,
  type Portal,
  type SubscriptionSnapshot,
  type SubscriptionsContext,
  subscriptionSnapshot,
} from "../../../subscriptions/index.ts";
import { ApiError } from "../../http/errors.ts";
import { logoUrl } from "../../logo-url.ts";
import { acceptForms } from "../forms.ts";
import { type Html, html } from "../html.ts";
import { money } from "../money.ts";
import { sendPlainError } from "../plain-page.ts";
import { dayText, intervalWords } from "./interval.ts";
import { sendShell } from "./shell.ts";

type ByToken = FastifyRequest<{ Params: { token: string } }>;

const form = z.object({ action: z.enum(["pause", "resume", "cancel"]), confirmed: z.literal("yes").optional() });

/**
 * Serves `/subscription/:token`, where a customer sees a subscription by the link that was mailed: its invoices, the next charge, and pause, resume and cancel. The secret in the URL opens this
 * one subscription. What cannot be undone is asked for twice.
 */
export async function servePortalPage(server: FastifyInstance, context: SubscriptionsContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    const options = { schema: { hide: true }, config: { isPage: true }, errorHandler: sendPlainError };

    pages.get("/subscription/:token", options, async (request: ByToken, reply) => {
      const portal = await openPortal(context, request.params.token);
      return send(reply, portal, portal.subscription.title, overview(portal));
    });

    pages.post("/subscription/:token", options, async (request: ByToken, reply) => {
      const { token } = request.params;
      const portal = await openPortal(context, token);
      const read = form.safeParse(request.body);
      if (!read.success) throw new ApiError("VALIDATION_FAILED", "That is nothing that this page asks for.");
      const { action, confirmed } = read.data;
      if (action === "cancel" && !confirmed) return send(reply, portal, "Cancel the subscription?", confirm(portal));
      await changeByPortal(context, token, action);
      return reply.status(303).header("location", token).send();
    });
  });

  async function send(reply: FastifyReply, portal: Portal, title: string, body: Html) {
    const { organization, subscription } = portal;
    const logo = logoUrl(context, await logoOf(context.database, organization.id));
    return sendShell(reply, { title, organization, logoUrl: logo, isTest: subscription.mode === "test", body });
  }
}

function overview(portal: Portal): Html {
  const snapshot = subscriptionSnapshot(portal);
  const { currency, interval, change, status } = snapshot;
  const price = `${money(BigInt(snapshot.amount), currency)} ${intervalWords[interval]}`;
  const changed =
    change && `${change.title}, ${money(BigInt(change.amount), change.currency)} ${intervalWords[change.interval]}`;
  return html`<p class="price">${price}</p>
<p>${stateText(snapshot)}</p>
${changed === null ? html`` : html`<p>From the next period on: ${changed}.</p>`}
<div class="row">
${status === "PAUSED" || snapshot.cancelsAtPeriodEnd ? button("resume", "Resume") : html``}
${["TRIALING", "ACTIVE", "PAST_DUE", "UNPAID"].includes(status) ? button("pause", "Pause", true) : html``}
${status === "CANCELLED" || snapshot.cancelsAtPeriodEnd ? html`` : button("cancel", "Cancel", true)}
</div>
<section><h2>Invoices</h2>${invoices(portal)}</section>`;
}

function button(action: string, label: string, isSecond = false): Html {
  return html`<form method="post"><input type="hidden" name="action" value="${action}"><button${isSecond ? html` class="second"` : html``}>${label}</button></form>`;
}

const cycleWords = { OPEN: "to be paid", PAID: "paid", CLOSED: "closed" } as const;

function invoices({ cycles, subscription: { timeZone } }: Portal): Html {
  if (cycles.length === 0) return html`<p class="soft">There is none yet.</p>`;
  const rows = cycles.map(
    ({ invoicePublicId, startsAt, status }) =>
      html`<li><a href="../i/${invoicePublicId}">Of ${dayText(startsAt, timeZone)}</a>: ${cycleWords[status]}</li>`,
  );
  return html`<ul>${rows}</ul>`;
}

function confirm({ subscription }: Portal): Html {
  const when = endsLater(subscription)
    ? `It goes on until ${dayText(subscription.currentPeriodEnd ?? subscription.anchor, subscription.timeZone)}. Until then you can take this back here.`
    : "It ends at once.";
  return html`<p>${when}</p>
<div class="row">
<form method="post"><input type="hidden" name="action" value="cancel"><input type="hidden" name="confirmed" value="yes"><button>Yes, cancel it</button></form>
<form method="get"><button class="second">No, keep it</button></form>
</div>`;
}

/** What there is to know, in a sentence or two. */
function stateText(snapshot: SubscriptionSnapshot): string {
  const { status, cancelsAtPeriodEnd, currentPeriodEnd, trialEndsAt, nextInvoiceAt, timeZone } = snapshot;
  const day = (time: string | null) => (time === null ? "" : dayText(time, timeZone));
  if (status === "CANCELLED") return "It is cancelled: no more invoices come.";
  if (status === "PAUSED") return "It is paused: no invoices come until you resume it.";
  if (cancelsAtPeriodEnd) return `It ends on ${day(currentPeriodEnd ?? trialEndsAt)}. No more invoices come.`;
  if (status === "INCOMPLETE") return "It begins when the first invoice is paid.";
  if (status === "UNPAID") return "An invoice is not paid. No more come, and it goes on once that one is paid.";
  const next = `The next invoice comes on ${day(nextInvoiceAt)}.`;
  if (status === "PAST_DUE") return `An invoice is overdue. ${next}`;
  return status === "TRIALING" ? `It is free until ${day(trialEndsAt)}. ${next}` : next;
}
