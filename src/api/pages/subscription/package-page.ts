import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { type CollectionsContext, offerMandate, type WayToSign, waysToSign } from "../../../collections/index.ts";
import { mailAddress, normalMailAddress, text } from "../../../schemas/index.ts";
import {
  findPublicPackage,
  PackageInactiveError,
  requestPortalLinks,
  subscribe,
} from "../../../subscriptions/index.ts";
import { ApiError } from "../../http/errors.ts";
import { type Limiter, visitedSubject, visitorSubject } from "../../http/limits/index.ts";
import { dayText } from "../day.ts";
import { acceptForms, wrongFields } from "../forms.ts";
import { type Html, html } from "../html.ts";
import { sendPlainError } from "../plain-page.ts";
import { type Writing, writingFor } from "../writing.ts";
import { priceText } from "./price.ts";
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
      const writing = writingFor(request);
      return send(reply, writing, found, found.offered.name, offer(writing, found));
    });

    pages.post("/s/:slug", options, async (request: BySlug, reply) => {
      const found = await find(request.params.slug);
      const writing = writingFor(request);
      const { say, language } = writing;
      const read = form.safeParse(request.body);
      if (!read.success) {
        const entry = { problems: problemsOf(read.error, writing), ...enteredIn(request.body) };
        return send(reply.status(400), writing, found, found.offered.name, offer(writing, found, entry));
      }
      count(request, reply, found);
      const { email: customerEmail, name: customerName, way } = read.data;
      const subscribed = await subscribe(context, found.offered, { customerEmail, customerName }, { notify: false });
      const { subscription, cycle } = subscribed;
      const mandate = way && (await offerMandate(context, found.organization, subscribed, way));
      if (mandate) return reply.status(303).header("location", `../m/${mandate.publicId}`).send();
      if (cycle) return reply.status(303).header("location", `../i/${cycle.invoicePublicId}`).send();
      const day = dayText(subscription.anchor, language, subscription.timeZone);
      const said = html`<p>${say("subscription.trialBegun", { day, email: customerEmail })}</p>
<p>${say("subscription.linkComes")}</p>`;
      return send(reply, writing, found, say("subscription.welcome"), said);
    });

    pages.get("/s/:slug/manage", options, async (request: BySlug, reply) => {
      const writing = writingFor(request);
      const found = await find(request.params.slug, true);
      return send(reply, writing, found, writing.say("subscription.yours"), manage(writing));
    });

    pages.post("/s/:slug/manage", options, async (request: BySlug, reply) => {
      const found = await find(request.params.slug, true);
      const writing = writingFor(request);
      const { say } = writing;
      const read = form.safeParse(request.body);
      if (!read.success) {
        const page = manage(writing, problemsOf(read.error, writing));
        return send(reply.status(400), writing, found, say("subscription.yours"), page);
      }
      count(request, reply, found);
      await requestPortalLinks(context, found.offered, normalMailAddress(read.data.email) ?? "");
      const said = say("subscription.linkSent", { email: read.data.email, name: found.offered.name });
      return send(reply, writing, found, say("subscription.lookIntoMails"), html`<p>${said}</p>`);
    });

    pages.get(
      "/embed/subscription/:id",
      options,
      async (request: FastifyRequest<{ Params: { id: string } }>, reply) => {
        const found = await find(request.params.id);
        const writing = writingFor(request);
        const page = offer(writing, found, {}, `../../s/${found.offered.slug}`);
        return send(reply, writing, found, found.offered.name, page, true);
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

  function send(
    reply: FastifyReply,
    writing: Writing,
    { offered, organization }: Found,
    title: string,
    body: Html,
    isFrame = false,
  ) {
    const frame = isFrame ? { script: frameScript } : undefined;
    const isTest = offered.mode === "test";
    return sendShell(context, reply, { writing, title, organization, isTest, body, frame });
  }
}

/** What it costs, and the form. In a frame it opens the page itself, beside the site that it is in. */
function offer(
  writing: Writing,
  { offered, ways }: Pick<Found, "offered" | "ways">,
  entry: Entry = {},
  action?: string,
): Html {
  const { problems = [], email = "", name = "" } = entry;
  const { description, buttonLabel, trialDays, slug } = offered;
  const { say } = writing;
  const trial = say(trialDays === 1 ? "subscription.freeDay" : "subscription.freeDays", { count: `${trialDays}` });
  const target = action === undefined ? html`` : html` action="${action}" target="_blank"`;
  return html`<p class="price">${priceText(offered, writing)}</p>
${trialDays === 0 ? html`` : html`<p>${trial}</p>`}
${description === null ? html`` : html`<p class="description">${description}</p>`}
<section class="pay">
${alertOf(problems)}
<form method="post"${target}>
<label>${say("subscription.email")} <input type="email" name="email" autocomplete="email" maxlength="254" required value="${email}"${invalidBy(problems)}></label>
<label>${say("subscription.name")} <small class="soft">${say("subscription.nameHint")}</small><input name="name" autocomplete="name" maxlength="255" value="${name}"></label>
${ways.length === 0 ? html`` : wayChoice(say, ways, say("subscription.howYouPay"), say("subscription.byInvoice"))}
<button>${buttonLabel ?? say("subscription.subscribe")}</button>
</form>
<p class="soft">${say(ways.length === 0 ? "subscription.invoicesAlone" : "subscription.invoicesOrSignature")}</p>
</section>
<p><a href="${action === undefined ? `${slug}/manage` : `${action}/manage`}"${action === undefined ? html`` : html` target="_blank"`}>${say("subscription.already")}</a></p>`;
}

function manage({ say }: Writing, problems: readonly string[] = []): Html {
  return html`<p>${say("subscription.manage")}</p>
<section class="pay">${alertOf(problems)}
<form method="post"><label>${say("subscription.email")} <input type="email" name="email" autocomplete="email" maxlength="254" required${invalidBy(problems)}></label><button>${say("subscription.sendLink")}</button></form>
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

function problemsOf(error: z.ZodError<z.infer<typeof form>>, { say }: Writing): string[] {
  return wrongFields(error).map((field) => say(`subscription.problem.${field}`));
}

/** What was written there, as far as the fields take it. */
function enteredIn(body: unknown): Pick<Entry, "email" | "name"> {
  const { email, name } = (body ?? {}) as Record<string, unknown>;
  return { email: `${email ?? ""}`.slice(0, 254), name: `${name ?? ""}`.slice(0, 255) };
}
