import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { embedOriginsOfOwner } from "../../checkout/index.ts";
import { checkOpen, earlierVisit, findLinkBySlug, type OpenLink, priceOfVisit, visitLink } from "../../links/index.ts";
import type { PaymentsContext } from "../../payments/index.ts";
import { DomainError } from "../../runtime/index.ts";
import { answerTo, logFailure } from "../http/errors.ts";
import { type Limiter, visitedSubject, visitorSubject } from "../http/limits/index.ts";
import type { CheckoutPage, CheckoutPageContext } from "./checkout-page.ts";
import { checkoutPageHeaders } from "./checkout-page-headers.ts";
import { sendErrorPage } from "./error-page.ts";
import { type LinkScreen, linkPageHtml } from "./link-page-html.ts";
import { type MessageKey, sayIn } from "./messages/index.ts";
import { readerLanguage } from "./reader-language.ts";
import { writingFor } from "./writing.ts";

export type LinkPageContext = PaymentsContext &
  Pick<CheckoutPageContext, "walletConnectProjectId"> & { readonly limiter: Limiter };

type Visit = FastifyRequest<{ Params: { slug: string } }>;

/** What a form of ours holds, and more. Bytes. */
const longestForm = 1_000;

/** A visitor's payment is remembered as long as it can be paid at most. Seconds. */
const visitLife = 60 * 60;

/**
 * Serves `/l/:slug`. A person's visit makes a payment and goes on to it; another visit within the hour goes on with the same one, and a reload of the payment's own page anyway. What fetches a link
 * without opening it (previews of chats, crawlers, prefetching) makes none: it gets the page with a button. How many payments one address makes,
 * and one organization's links together, is bounded.
 */
export async function serveLinkPage(server: FastifyInstance, context: LinkPageContext, page: CheckoutPage) {
  const styles = stylesOf(page.html);
  await server.register(async (scope) => {
    scope.addContentTypeParser(
      "application/x-www-form-urlencoded",
      { parseAs: "string", bodyLimit: longestForm },
      async (_request: FastifyRequest, body: string) => Object.fromEntries(new URLSearchParams(body)),
    );
    const options = { schema: { hide: true }, config: { isPage: true }, errorHandler: sendErrorPage };

    const show = async (request: Visit, reply: FastifyReply, status: number, shown: Omit<LinkScreen, "language">) => {
      const screen = { ...shown, language: readerLanguage(request) };
      const frameOrigins = screen.open ? await embedOriginsOfOwner(context.database, screen.open.link) : [];
      reply.status(status).type("text/html; charset=utf-8").removeHeader("x-frame-options");
      reply.headers(checkoutPageHeaders({ ...context, frameOrigins, hasForm: true }));
      return reply.send(linkPageHtml(styles, screen));
    };

    const pay = async (request: Visit, reply: FastifyReply, open: OpenLink, amount: string | undefined) => {
      const price = priceOfVisit(open.link, amount);
      context.limiter.count(request, reply, visitorSubject(request.ip));
      context.limiter.count(request, reply, visitedSubject(open.organization.id));
      const { payment } = await visitLink(context, open, price);
      return goOn(request, reply, payment.id);
    };

    /** What makes no payment, in words for the visitor. */
    const refuse = async (request: Visit, reply: FastifyReply, open: OpenLink, error: unknown, entered?: string) => {
      if (!(error instanceof DomainError) || error.code === "RATE_LIMITED") throw error;
      const { statusCode, message, code, details } = answerTo(error);
      logFailure(error, statusCode, request);
      const { language, say } = writingFor(request);
      // The engine says it in English alone, and then exactly.
      const says = (english: string, otherwise: MessageKey) => (language === "en" ? english : say(otherwise));
      if (code !== "VALIDATION_FAILED") {
        return show(request, reply, statusCode, { open, problem: says(message, "link.closed"), isPayable: false });
      }
      const [issue] = details.errors as readonly { readonly path: readonly unknown[]; readonly message: string }[];
      const isChoice = open.link.amount === null && issue?.path[0] === "amount";
      const problem = isChoice ? says(issue.message, "link.wrongAmount") : say("link.broken");
      return show(request, reply, statusCode, {
        open,
        problem,
        isPayable: isChoice,
        ...(entered !== undefined && { entered }),
      });
    };

    const serve = async (request: Visit, reply: FastifyReply, isPosted: boolean) => {
      const open = await findLinkBySlug(context, request.params.slug);
      if (!open) {
        const problem = sayIn(readerLanguage(request))("link.missing");
        return show(request, reply, 404, { open: undefined, problem, isPayable: false });
      }
      const amount = isPosted ? amountIn(request.body) : undefined;
      try {
        const earlier = await earlierVisit(context, open.link, paymentInCookie(request) ?? "", amount);
        if (earlier !== undefined && isVisit(request)) return goOn(request, reply, earlier);
        if (isPosted) return await pay(request, reply, open, amount);
        await checkOpen(context, open.link);
        if (isVisit(request) && open.link.amount !== null) return await pay(request, reply, open, undefined);
        return await show(request, reply, 200, { open, isPayable: true });
      } catch (error) {
        return refuse(request, reply, open, error, amount);
      }
    };
    scope.get<{ Params: { slug: string } }>("/l/:slug", options, (request, reply) => serve(request, reply, false));
    scope.post<{ Params: { slug: string } }>("/l/:slug", options, (request, reply) => serve(request, reply, true));
  });
}

/** The stylesheets of the checkout page, from where links are served. */
function stylesOf(html: string): string {
  const sheets = html.matchAll(/<link [^>]*rel="stylesheet"[^>]*href="\.\.\/pay\/(assets\/[\w.-]+\.css)"[^>]*>/g);
  return [...sheets].map(([, file]) => `<link rel="stylesheet" href="../pay/${file}">`).join("\n");
}

/** What was entered; a body of another kind than our form's has nothing. */
function amountIn(body: unknown): string | undefined {
  const amount = typeof body === "object" && body !== null && "amount" in body ? body.amount : undefined;
  return typeof amount === "string" ? amount : undefined;
}

/** Where browsers put what a person opens. */
const shown: readonly unknown[] = ["document", "iframe"];

/** A browser says where it puts what it asks for, and whether it does so ahead of time. What says nothing may be a program. */
function isVisit({ method, headers }: FastifyRequest): boolean {
  if (method === "POST") return true;
  return method === "GET" && shown.includes(headers["sec-fetch-dest"]) && headers["sec-purpose"] === undefined;
}

const cookieName = (slug: string) => `visit-${slug}`;

function paymentInCookie({ headers, params }: Visit): string | undefined {
  const pairs = (headers.cookie ?? "").split(/; */).map((pair) => pair.split("="));
  return pairs.find(([name]) => name === cookieName(params.slug))?.[1];
}

/** To the payment's page. Without a Path the cookie is for the folder of links, wherever a proxy has put it. */
function goOn(request: Visit, reply: FastifyReply, paymentId: string): FastifyReply {
  const secure = request.protocol === "https" ? "; Secure" : "";
  const cookie = `${cookieName(request.params.slug)}=${paymentId}; Max-Age=${visitLife}; HttpOnly; SameSite=Lax${secure}`;
  return reply.status(303).header("set-cookie", cookie).header("location", `../p/${paymentId}`).send();
}
