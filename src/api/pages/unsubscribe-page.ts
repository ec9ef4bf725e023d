import type { FastifyInstance, FastifyReply } from "fastify";
import { type MailCategory, unsubscribe } from "../../mail/index.ts";
import type { Clock } from "../../runtime/index.ts";
import type { Database } from "../../store/index.ts";
import { sendErrorPage } from "./error-page.ts";

/** Of what a mail's sender posts there for its reader, which says nothing more. */
const bodyLimit = 10_000;

const words: Record<MailCategory, string> = {
  invitations: "invitations to organizations",
  invoices: "invoices and reminders of them",
};

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
    pages.get("/mail/unsubscribe/:token", route, async (_request, reply) => {
      return sendPage(reply, "Unsubscribe", "Do you want no more mails of this kind from this server?", button);
    });
    pages.post<{ Params: { token: string } }>("/mail/unsubscribe/:token", route, async (request, reply) => {
      const category = await unsubscribe(context, request.params.token);
      if (category === undefined) {
        reply.status(404);
        return sendPage(reply, "Nothing to unsubscribe from", "This link is not whole: copy all of it from the mail.");
      }
      const kind = words[category as MailCategory] ?? "mails of this kind";
      return sendPage(reply, "Unsubscribed", `You will get no more ${kind} from this server.`);
    });
  });
}

const button = `<form method="post"><button>Unsubscribe</button></form>`;

function sendPage(reply: FastifyReply, title: string, message: string, more = "") {
  reply.type("text/html; charset=utf-8").headers({
    "content-security-policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    // The address holds the token.
    "referrer-policy": "no-referrer",
  });
  return `<!doctype html>
<html lang="en">
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
