import { createHash } from "node:crypto";
import type { FastifyReply } from "fastify";
import { type AccessContext, logoOf } from "../../../access/index.ts";
import type { Organization } from "../../../store/index.ts";
import { type LogoUrlContext, logoUrl } from "../../logo-url.ts";
import { type Html, html } from "../html.ts";
import { styleOf } from "../invoice/style.ts";
import type { Writing } from "../writing.ts";

export type Shell = {
  readonly writing: Writing;
  readonly title: string;
  readonly organization: Organization;
  readonly isTest: boolean;
  readonly body: Html;
  /** Where others show it in a frame: a script of ours that tells them how high it is. */
  readonly frame?: { readonly script: string } | undefined;
};

const own = `.price{font-size:1.25rem;font-weight:700}
.description{white-space:pre-line}
.framed{background:none}
.framed main{margin:0;padding:1rem;max-width:none;border-radius:0}
.row{display:flex;flex-wrap:wrap;gap:.75rem;margin:.75rem 0}
.row form{margin:0}
.second{color:var(--text);background:none;border-color:var(--soft)}
.pay input,.pay select{max-width:22rem}
.pay select{display:block;width:100%;margin-top:.25rem;padding:.625rem .75rem;font:inherit;color:inherit;background:none;border:1px solid var(--soft);border-radius:.5rem}
label small{display:block}
.pay .soft{margin-top:.75rem}`;

type ShellContext = Pick<AccessContext, "database"> & LogoUrlContext;

/** Sends a page about subscriptions, in its organization's colour and with its logo. */
export async function sendShell(context: ShellContext, reply: FastifyReply, shell: Shell) {
  const { writing, title, organization, isTest, body, frame } = shell;
  const logo = logoUrl(context, await logoOf(context.database, organization.id));
  const styles = `${styleOf(organization.accentColor)}${own}`;
  const page = html`<html lang="${writing.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ html: styles }}</style>
</head>
<body${frame ? html` class="framed"` : html``}>
<main>
${isTest ? html`<p class="test">${writing.say("invoice.test")}</p>` : html``}
<header class="head"><div>${logo === null ? html`` : html`<img class="logo" src="${logo}" alt="">`}<p class="soft">${organization.name}</p><h1>${title}</h1></div></header>
${body}
</main>${frame ? html`<script>${{ html: frame.script }}</script>` : html``}
</body>
</html>
`;
  const hash = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = [
    "default-src 'none'",
    "img-src 'self'",
    `style-src ${hash(styles)}`,
    ...(frame ? [`script-src ${hash(frame.script)}`] : []),
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frame ? "*" : "'none'"}`,
  ];
  if (frame) reply.removeHeader("x-frame-options");
  return reply
    .type("text/html; charset=utf-8")
    .headers({
      "content-security-policy": policy.join("; "),
      // The address may hold a token.
      "referrer-policy": "same-origin",
      "cache-control": "no-store",
      ...(frame && { "cross-origin-resource-policy": "cross-origin" }),
    })
    .send(`<!doctype html>\n${page.html}`);
}
