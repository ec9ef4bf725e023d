import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
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
import { dayText } from "../day.ts";
import { acceptForms } from "../forms.ts";
import { type Html, html } from "../html.ts";
import type { Say } from "../messages/index.ts";
import { sendPlainError } from "../plain-page.ts";
import { type Writing, writingFor } from "../writing.ts";
import { priceText } from "./price.ts";
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
      const writing = writingFor(request);
      return send(
        reply,
        writing,
        portal,
        portal.subscription.title,
        overview(writing, portal, await signingOf(portal)),
      );
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
      if (action === "cancel" && !confirmed) {
        const writing = writingFor(request);
        return send(reply, writing, portal, writing.say("subscription.cancelAsk"), confirm(writing, portal));
      }
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

  function send(reply: FastifyReply, writing: Writing, portal: Portal, title: string, body: Html) {
    const { organization, subscription } = portal;
    return sendShell(context, reply, { writing, title, organization, isTest: subscription.mode === "test", body });
  }
}

function overview(writing: Writing, portal: Portal, signing: Signing): Html {
  const { say } = writing;
  const snapshot = subscriptionSnapshot(portal);
  const { change, status } = snapshot;
  const changed = change && say("subscription.changes", { title: change.title, price: priceText(change, writing) });
  return html`<p class="price">${priceText(snapshot, writing)}</p>
<p>${stateText(writing, snapshot)}</p>
${changed === null ? html`` : html`<p>${changed}</p>`}
<div class="row">
${status === "PAUSED" || snapshot.cancelsAtPeriodEnd ? button("resume", say("subscription.resume")) : html``}
${["TRIALING", "ACTIVE", "PAST_DUE", "UNPAID"].includes(status) ? button("pause", say("subscription.pause"), true) : html``}
${status === "CANCELLED" || snapshot.cancelsAtPeriodEnd ? html`` : button("cancel", say("subscription.cancel"), true)}
</div>
${payment(say, signing)}
<section><h2>${say("subscription.invoices")}</h2>${invoices(writing, portal)}</section>`;
}

/** Who pays, and by what: nothing where there is no choice. */
function payment(say: Say, { mandate, ways }: Signing): Html {
  if (mandate === undefined && ways.length === 0) return html``;
  const form = html`<form method="post"><input type="hidden" name="action" value="sign">${wayChoice(say, ways, say("subscription.chargeIn"))}<button class="second">${say(mandate ? "subscription.otherWallet" : "subscription.sign")}</button></form>`;
  return html`<section class="pay"><h2>${say("subscription.payment")}</h2>
${mandate ? signedBy(say, mandate) : html`<p>${say("subscription.byHand")}</p>`}
${ways.length === 0 ? html`` : form}</section>`;
}

function signedBy(say: Say, { payer, token, chainId, publicId }: Mandate): Html {
  const account = payer === null ? "" : `${payer.slice(0, 6)}…${payer.slice(-4)}`;
  const chain = chainById(chainId)?.name ?? `${chainId}`;
  return html`<p>${say("subscription.charged", { account, token, chain })} <a href="../m/${publicId}">${say("subscription.seeTerms")}</a></p>`;
}

function button(action: string, label: string, isSecond = false): Html {
  return html`<form method="post"><input type="hidden" name="action" value="${action}"><button${isSecond ? html` class="second"` : html``}>${label}</button></form>`;
}

function invoices({ say, language }: Writing, { cycles, subscription: { timeZone } }: Portal): Html {
  if (cycles.length === 0) return html`<p class="soft">${say("subscription.noInvoice")}</p>`;
  const rows = cycles.map(({ invoicePublicId, startsAt, status }) => {
    const name = say("subscription.invoiceOf", { day: dayText(startsAt, language, timeZone) });
    return html`<li><a href="../i/${invoicePublicId}">${name}</a>: ${say(`subscription.invoice.${status}`)}</li>`;
  });
  return html`<ul>${rows}</ul>`;
}

function confirm({ say, language }: Writing, { subscription }: Portal): Html {
  const { currentPeriodEnd, anchor, timeZone } = subscription;
  const when = endsLater(subscription)
    ? say("subscription.endsLater", { day: dayText(currentPeriodEnd ?? anchor, language, timeZone) })
    : say("subscription.endsNow");
  return html`<p>${when}</p>
<div class="row">
<form method="post"><input type="hidden" name="action" value="cancel"><input type="hidden" name="confirmed" value="yes"><button>${say("subscription.cancelYes")}</button></form>
<form method="get"><button class="second">${say("subscription.cancelNo")}</button></form>
</div>`;
}

/** What there is to know, in a sentence or two. */
function stateText({ say, language }: Writing, snapshot: SubscriptionSnapshot): string {
  const { status, cancelsAtPeriodEnd, currentPeriodEnd, trialEndsAt, nextInvoiceAt, timeZone } = snapshot;
  const day = (time: string | null) => (time === null ? "" : dayText(time, language, timeZone));
  if (status === "CANCELLED" || status === "PAUSED") return say(`subscription.state.${status}`);
  if (cancelsAtPeriodEnd) return say("subscription.endsOn", { day: day(currentPeriodEnd ?? trialEndsAt) });
  if (status === "INCOMPLETE" || status === "UNPAID") return say(`subscription.state.${status}`);
  const next = say("subscription.next", { day: day(nextInvoiceAt) });
  if (status === "PAST_DUE") return `${say("subscription.state.PAST_DUE")} ${next}`;
  return status === "TRIALING" ? `${say("subscription.state.TRIALING", { day: day(trialEndsAt) })} ${next}` : next;
}
