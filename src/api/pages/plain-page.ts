import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Language } from "../../store/index.ts";
import { answerTo, logFailure } from "../http/errors.ts";
import { type Html, html } from "./html.ts";
import { type MessageKey, pageMessages } from "./messages/index.ts";
import { writingFor } from "./writing.ts";

const style = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif;--line:#71717a;--accent:#3346d3;--on-accent:#fff;--wrong:#b42318}
@media (prefers-color-scheme:dark){:root{--line:#8b8b94;--accent:#a3b0ff;--on-accent:#111;--wrong:#ff9d8f}}
body{margin:0}
main{max-width:28rem;margin:0 auto;padding:clamp(1.5rem,8vh,5rem) 1rem 3rem}
h1{margin:0 0 1rem;font-size:1.5rem;line-height:1.25}
h1,p,li,code{overflow-wrap:anywhere}
ul{padding-left:1.25rem}
label{display:block;margin:1rem 0}
label small{display:block;opacity:.75}
input{display:block;width:100%;box-sizing:border-box;margin-top:.25rem;padding:.625rem .75rem;font:inherit;color:inherit;background:none;border:1px solid var(--line);border-radius:.5rem}
button{padding:.625rem 1.25rem;font:inherit;font-weight:600;color:var(--on-accent);background:var(--accent);border:1px solid transparent;border-radius:.5rem;cursor:pointer}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
[role=alert]{border-left:.25rem solid var(--wrong);padding-left:.75rem}
[role=alert] p{margin:.25rem 0}`;

/** The page loads nothing, and runs nothing but a script of ours where it has one; its forms go to this server. */
const policyOf = (script: string | undefined) =>
  [
    "default-src 'none'",
    ...(script === undefined ? [] : ["script-src 'self'", "connect-src 'self'"]),
    `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

type PlainPage = {
  /** Left out: English. */
  readonly language?: Language;
  readonly title: string;
  readonly body: Html;
  /** Where a script of ours is that the page works without too. */
  readonly script?: string | undefined;
};

/** Sends a page of the server's own, which needs neither a build nor a script. */
export function sendPlainPage(reply: FastifyReply, { language = "en", title, body, script }: PlainPage) {
  const page = html`<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${{ html: style }}</style>${script === undefined ? html`` : html`<script type="module" src="${script}"></script>`}</head>
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
      .header("content-security-policy", policyOf(script))
      // The address may hold a token.
      .header("referrer-policy", "same-origin")
      .send(`<!doctype html>\n${page.html}`)
  );
}

/** After these the way goes on there. */
const endsAtSignIn: ReadonlySet<string> = new Set(["SIGN_IN_FAILED", "SIGN_IN_FIRST", "SIGNED_OUT"]);

/** Says what went wrong, to a person: in the reader's language where it has the sentence. */
export function sendPlainError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode, code, message, details } = answerTo(error);
  logFailure(error, statusCode, request);
  const { errors = [] } = details as { readonly errors?: readonly { readonly message: string }[] };
  const { language, say } = writingFor(request);
  const key = `failed.${code}`;
  const body = html`<p>${key in pageMessages.en ? say(key as MessageKey) : message}</p>
${errors.map((each) => html`<p>${each.message}</p>\n`)}${endsAtSignIn.has(code) ? html`<p><a href="/sign-in">${say("signIn.title")}</a></p>\n` : html``}<p><small>${request.id}</small></p>`;
  sendPlainPage(reply.status(statusCode), { language, title: say("page.failed"), body });
}

/** Options of a route of such a page: it stands in no document, and what goes wrong is a page too. */
export const plainPageRoute = { schema: { hide: true }, errorHandler: sendPlainError } as const;
