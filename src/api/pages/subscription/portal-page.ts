import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { logoOf } from "../../../access/index.ts";
import {
  type CollectionsContext,
  mandatesOf,
  offerMandate,
  type WayToSign,
  waysToSign,
} from "../../../collections/index.ts";
import { chainById } from "../../../protocol/index.ts";
import type { Mandate } from "../../../store/index.ts";
import {
  changeByPortal,
  endsLater,
  openPortal,
  type Portal,
  type SubscriptionSnapshot,
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
import { wayChoice, wayField } from "./ways.ts";

type ByToken = FastifyRequest<{ Params: { token: string } }>;

const form = z.object({
  action: z.enum(["pause", "resume", "cancel", "sign"]),
  confirmed: z.literal("yes").optional(),
  way: wayField,
});

/** How a subscription is paid without its customer, and how it could be. */
type Signing = { readonly mandate: Mandate | undefined; readonly ways: readonly WayToSign[] };

/**
 * Serves `/subscription/:token`, where a customer sees a subscription by the link that was mailed: its invoices, the next charge, and pause, resume and cancel. The secret in the URL opens this
 * one subscription. What cannot be undone is asked for twice.
 */
export async function servePortalPage(server: FastifyInstance, context: CollectionsContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    const options = { schema: { hide: true }, config: { isPage: true }, errorHandler: sendPlainError };

    pages.get("/subscription/:token", options, async (request: ByToken, reply) => {
      const portal = await openPortal(context, request.params.token);
      return send(reply, portal, portal.subscription.title, overview(portal, await signingOf(portal)));
    });

    pages.post("/subscription/:token", options, async (request: ByToken, reply) => {
      const { token } = request.params;
      const portal = await openPortal(context, token);
      const read = form.safeParse(request.body);
      if (!read.success) throw new ApiError("VALIDATION_FAILED", "That is nothing that this page asks for.");
      const { action, confirmed, way } = read.data;
      if (action === "sign") {
        const mandate = way && (await offerMandate(context, portal.organization, portal, way));
        const path = mandate ? `../m/${mandate.publicId}` : token;
        return reply.status(303).header("location", path).send();
      }
      if (action === "cancel" && !confirmed) return send(reply, portal, "Cancel the subscription?", confirm(portal));
      await changeByPortal(context, token, action);
      return reply.status(303).header("location", token).send();
    });
  });

  async function signingOf({ subscription }: Portal): Promise<Signing> {
    const [[mandate], ways] = await Promise.all([
      mandatesOf(context.database, subscription, "ACTIVE"),
      subscription.status === "CANCELLED" ? [] : waysToSign(context, subscription),
    ]);
    return { mandate, ways };
  }

  async function send(reply: FastifyReply, portal: Portal, title: string, body: Html) {
    const { organization, subscription } = portal;
    const logo = logoUrl(context, await logoOf(context.database, organization.id));
    return sendShell(reply, { title, organization, logoUrl: logo, isTest: subscription.mode === "test", body });
  }
}

function overview(portal: Portal, signing: Signing): Html {
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
${payment(signing)}
<section><h2>Invoices</h2>${invoices(portal)}</section>`;
}

/** Who pays, and by what: nothing where there is no choice. */
function payment({ mandate, ways }: Signing): Html {
  if (mandate === undefined && ways.length === 0) return html``;
  const form = html`<form method="post"><input type="hidden" name="action" value="sign">${wayChoice(ways, "Charge it in")}<button class="second">${mandate ? "Charge another wallet" : "Pay by one signature"}</button></form>`;
  return html`<section class="pay"><h2>Payment</h2>
${mandate ? signedBy(mandate) : html`<p>You pay each invoice yourself. Or you sign once, and each is charged from your wallet.</p>`}
${ways.length === 0 ? html`` : form}</section>`;
}

function signedBy({ payer, token, chainId, publicId }: Mandate): Html {
  const account = payer === null ? "" : `${payer.slice(0, 6)}…${payer.slice(-4)}`;
  return html`<p>Each invoice is charged from ${account}, in ${token} on ${chainById(chainId)?.name ?? `${chainId}`}. <a href="../m/${publicId}">See the terms, or end it</a></p>`;
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
