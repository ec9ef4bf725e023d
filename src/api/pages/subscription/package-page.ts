import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { logoOf } from "../../../access/index.ts";
import { type CollectionsContext, offerMandate, type WayToSign, waysToSign } from "../../../collections/index.ts";
import { mailAddress, normalMailAddress, text } from "../../../schemas/index.ts";
import type { Organization, SubscriptionPackage } from "../../../store/index.ts";
import {
  findPublicPackage,
  PackageInactiveError,
  requestPortalLinks,
  subscribe,
} from "../../../subscriptions/index.ts";
import { ApiError } from "../../http/errors.ts";
import { type Limiter, visitedSubject, visitorSubject } from "../../http/limits/index.ts";
import { logoUrl } from "../../logo-url.ts";
import { acceptForms, problemsOf } from "../forms.ts";
import { type Html, html } from "../html.ts";
import { money } from "../money.ts";
import { sendPlainError } from "../plain-page.ts";
import { dayText, intervalWords } from "./interval.ts";
import { sendShell } from "./shell.ts";
import { wayChoice, wayField } from "./ways.ts";
import { frameScript, widgetScript } from "./widget.ts";

export type PackagePageContext = CollectionsContext & { readonly limiter: Limiter };

type Found = NonNullable<Awaited<ReturnType<typeof findPublicPackage>>> & { readonly ways: readonly WayToSign[] };
type BySlug = FastifyRequest<{ Params: { slug: string } }>;
type Entry = { readonly problems?: readonly string[]; readonly email?: string; readonly name?: string };

const blank = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined);
const form = z.object({
  email: z.preprocess(blank, mailAddress),
  name: z.preprocess(blank, text(255, 1).optional()),
  way: wayField,
});

/**
 * Serves `/s/:slug`, where customers subscribe to a package, the same for a frame at `/embed/subscription/:id`, and the script that makes such frames. To see a page makes nothing. How many
 * subscriptions and mails one address causes, and one organization's pages together, is bounded as visits to links are.
 */
export async function servePackagePages(server: FastifyInstance, context: PackagePageContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    const options = { schema: { hide: true }, config: { isPage: true }, errorHandler: sendPlainError };

    pages.get("/s/:slug", options, async (request: BySlug, reply) => {
      const found = await find(request.params.slug);
      return send(reply, found, found.offered.name, offer(found));
    });

    pages.post("/s/:slug", options, async (request: BySlug, reply) => {
      const found = await find(request.params.slug);
      const read = form.safeParse(request.body);
      if (!read.success) {
        const problems = problemsOf(read.error, { email: "Mail address", name: "Name" });
        return send(
          reply.status(400),
          found,
          found.offered.name,
          offer(found, { problems, ...enteredIn(request.body) }),
        );
      }
      count(request, reply, found);
      const { email: customerEmail, name: customerName, way } = read.data;
      const subscribed = await subscribe(context, found.offered, { customerEmail, customerName }, { notify: false });
      const { subscription, cycle } = subscribed;
      const mandate = way && (await offerMandate(context, found.organization, subscribed, way));
      if (mandate) return reply.status(303).header("location", `../m/${mandate.publicId}`).send();
      if (cycle) return reply.status(303).header("location", `../i/${cycle.invoicePublicId}`).send();
      const day = dayText(subscription.anchor, subscription.timeZone);
      const said = html`<p>Your trial has begun. Nothing is due before ${day}: then the first invoice is mailed to ${customerEmail}.</p>
<p>A mail with a link to pause or cancel your subscription is under way.</p>`;
      return send(reply, found, "Welcome", said);
    });

    pages.get("/s/:slug/manage", options, async (request: BySlug, reply) =>
      send(reply, await find(request.params.slug, true), "Your subscription", manage()),
    );

    pages.post("/s/:slug/manage", options, async (request: BySlug, reply) => {
      const found = await find(request.params.slug, true);
      const read = form.safeParse(request.body);
      if (!read.success) {
        const problems = problemsOf(read.error, { email: "Mail address" });
        return send(reply.status(400), found, "Your subscription", manage(problems));
      }
      count(request, reply, found);
      await requestPortalLinks(context, found.offered, normalMailAddress(read.data.email) ?? "");
      const said = html`<p>If ${read.data.email} has a subscription to ${found.offered.name}, a link to it is under way there.</p>`;
      return send(reply, found, "Look into your mails", said);
    });

    pages.get(
      "/embed/subscription/:id",
      options,
      async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        const found = await find(request.params.id);
        return send(reply, found, found.offered.name, offer(found, {}, `../../s/${found.offered.slug}`), true);
      },
    );

    pages.get("/widget/subscription.js", options, async (_request, reply) =>
      reply
        .type("text/javascript; charset=utf-8")
        .headers({ "cross-origin-resource-policy": "cross-origin", "cache-control": "public, max-age=3600" })
        .send(widgetScript),
    );
  });

  async function find(id: string, isKnown = false): Promise<Found> {
    const found = await findPublicPackage(context.database, id);
    if (!found) throw new ApiError("NOT_FOUND", "There is no such subscription. Look at its address again.");
    // Who has subscribed comes in all the same.
    if (!found.offered.active && !isKnown) throw new PackageInactiveError();
    return { ...found, ways: isKnown ? [] : await waysToSign(context, found.offered) };
  }

  function count(request: FastifyRequest, reply: FastifyReply, { organization }: Found): void {
    context.limiter.count(request, reply, visitorSubject(request.ip));
    context.limiter.count(request, reply, visitedSubject(organization.id));
  }

  async function send(
    reply: FastifyReply,
    { offered, organization }: Found,
    title: string,
    body: Html,
    isFrame = false,
  ) {
    const logo = logoUrl(context, await logoOf(context.database, organization.id));
    const frame = isFrame ? { script: frameScript } : undefined;
    return sendShell(reply, { title, organization, logoUrl: logo, isTest: offered.mode === "test", body, frame });
  }
}

/** What it costs, and the form. In a frame it opens the page itself, beside the site that it is in. */
function offer(
  { offered, ways }: Pick<Found, "offered" | "ways"> & { readonly organization: Organization },
  entry: Entry = {},
  action?: string,
): Html {
  const { problems = [], email = "", name = "" } = entry;
  const { description, buttonLabel, trialDays, slug } = offered;
  const target = action === undefined ? html`` : html` action="${action}" target="_blank"`;
  return html`<p class="price">${priceOf(offered)}</p>
${trialDays === 0 ? html`` : html`<p>${trialDays === 1 ? "The first day is" : `The first ${trialDays} days are`} free.</p>`}
${description === null ? html`` : html`<p class="description">${description}</p>`}
<section class="pay">
${alertOf(problems)}
<form method="post"${target}>
<label>Mail address <input type="email" name="email" autocomplete="email" maxlength="254" required value="${email}"${invalidBy(problems)}></label>
<label>Name <small class="soft">if you like, for the invoices</small><input name="name" autocomplete="name" maxlength="255" value="${name}"></label>
${ways.length === 0 ? html`` : wayChoice(ways, "How you pay", "By invoice each time")}
<button>${buttonLabel ?? "Subscribe"}</button>
</form>
${howItGoes(ways)}
</section>
<p><a href="${action === undefined ? `${slug}/manage` : `${action}/manage`}"${action === undefined ? html`` : html` target="_blank"`}>You have subscribed already?</a></p>`;
}

function howItGoes(ways: readonly WayToSign[]): Html {
  if (ways.length === 0) {
    return html`<p class="soft">You get an invoice by mail each time and pay it with stablecoins. Nothing is taken by itself.</p>`;
  }
  return html`<p class="soft">You get an invoice by mail each time and pay it with stablecoins; or you sign once, and each is charged from your wallet, in an amount that you see before. You can end that at any time.</p>`;
}

function manage(problems: readonly string[] = []): Html {
  return html`<p>We mail you a link: there you see your invoices and the next one, and can pause or cancel.</p>
<section class="pay">${alertOf(problems)}
<form method="post"><label>Mail address <input type="email" name="email" autocomplete="email" maxlength="254" required${invalidBy(problems)}></label><button>Mail me the link</button></form>
</section>`;
}

function alertOf(problems: readonly string[]): Html {
  if (problems.length === 0) return html``;
  return html`<div id="problem" role="alert">${problems.map((each) => html`<p>${each}</p>`)}</div>`;
}

/** Of the field that the alert is about. */
function invalidBy(problems: readonly string[]): Html {
  return problems.length === 0 ? html`` : html` aria-invalid="true" aria-describedby="problem"`;
}

/** "$99.00 a month". */
function priceOf({ amount, currency, interval }: SubscriptionPackage): string {
  return `${money(amount, currency)} ${intervalWords[interval]}`;
}

/** What was written there, as far as the fields take it. */
function enteredIn(body: unknown): Pick<Entry, "email" | "name"> {
  const { email, name } = (body ?? {}) as Record<string, unknown>;
  return { email: `${email ?? ""}`.slice(0, 254), name: `${name ?? ""}`.slice(0, 255) };
}
