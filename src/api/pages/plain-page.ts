import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { answerTo, logFailure } from "../http/errors.ts";
import { type Html, html } from "./html.ts";

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
main{max-width:32rem;margin:4rem auto;padding:0 1rem}
label{display:block;margin:1rem 0}
input{display:block;width:100%;box-sizing:border-box;padding:.5rem;font:inherit}
button{padding:.5rem 1rem;font:inherit}
[role=alert]{border-left:.25rem solid;padding-left:.75rem}
code{overflow-wrap:anywhere}`;

/** The page runs nothing and loads nothing; its forms go to this server. */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Sends a page of the server's own, which needs neither a build nor a script. */
export function sendPlainPage(reply: FastifyReply, { title, body }: { readonly title: string; readonly body: Html }) {
  const page = html`<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${{ html: style }}</style></head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  return (
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", policy)
      // The address may hold a token.
      .header("referrer-policy", "same-origin")
      .send(`<!doctype html>\n${page.html}`)
  );
}

/** Says what went wrong, to a person. */
export function sendPlainError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode, message, details } = answerTo(error);
  logFailure(error, statusCode, request);
  const { errors = [] } = details as { readonly errors?: readonly { readonly message: string }[] };
  const body = html`<p>${message}</p>
${errors.map((each) => html`<p>${each.message}</p>\n`)}<p><small>${request.id}</small></p>`;
  sendPlainPage(reply.status(statusCode), { title: "That did not work", body });
}

/** Options of a route of such a page: it stands in no document, and what goes wrong is a page too. */
export const plainPageRoute = { schema: { hide: true }, errorHandler: sendPlainError } as const;
