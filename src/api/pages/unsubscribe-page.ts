import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { unsubscribe } from "../../mail/index.ts";
import type { Clock } from "../../runtime/index.ts";
import type { Database } from "../../store/index.ts";
import { sendErrorPage } from "./error-page.ts";
import { type MessageKey, pageMessages } from "./messages/index.ts";
import { writingFor } from "./writing.ts";

/** Of what a mail's sender posts there for its reader, which says nothing more. */
const bodyLimit = 10_000;

/**
 * Ends mails of a kind, by the token in each of them. Opening the page asks: programs that look at links must not end anything. Its button posts, and so does a mail
 * program for its reader (RFC 8058), whatever the body.
 */
export async function serveUnsubscribePage(
  server: FastifyInstance,
  context: { readonly database: Database; readonly clock: Clock },
) {
  await server.register(async (pages) => {
    pages.removeAllContentTypeParsers();
    pages.addContentTypeParser("*", { parseAs: "buffer", bodyLimit }, async () => undefined);
    const route = { schema: { hide: true }, config: { isPage: true }, errorHandler: sendErrorPage } as const;
    pages.get("/mail/unsubscribe/:token", route, async (request, reply) => {
      return sendPage(request, reply, "unsubscribe.title", "unsubscribe.ask", { hasButton: true });
    });
    pages.post<{ Params: { token: string } }>("/mail/unsubscribe/:token", route, async (request, reply) => {
      const category = await unsubscribe(context, request.params.token);
      if (category === undefined) {
        reply.status(404);
        return sendPage(request, reply, "unsubscribe.nothing", "unsubscribe.notWhole");
      }
      return sendPage(request, reply, "unsubscribe.done", "unsubscribe.doneText", { kind: kindOf(category) });
    });
  });
}

/** A kind that this release does not know is called as any. */
function kindOf(category: string): MessageKey {
  const key = `unsubscribe.kind.${category}`;
  return key in pageMessages.en ? (key as MessageKey) : "unsubscribe.kind.other";
}

type More = { readonly hasButton?: boolean; readonly kind?: MessageKey };

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  titleKey: MessageKey,
  textKey: MessageKey,
  { hasButton = false, kind }: More = {},
) {
  const { language, say } = writingFor(request);
  const title = say(titleKey);
  const message = say(textKey, kind && { kind: say(kind) });
  const more = hasButton ? `<form method="post"><button>${say("unsubscribe.title")}</button></form>` : "";
  reply.type("text/html; charset=utf-8").headers({
    "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    // The address holds the token.
    "referrer-policy": "no-referrer",
  });
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body>
<main>
<h1>${title}</h1>
<p>${message}</p>
${more}
</main>
</body>
</html>
`;
}
