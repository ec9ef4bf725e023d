import type { FastifyInstance } from "fastify";
import { errorsPath } from "../http/doc-url.ts";
import { errorGuide } from "./generated/error-guide.ts";
import { type Html, html } from "./html.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";

/** Serves what each error code means and what helps, each under its own name: where the `docUrl` of errors leads. */
export function serveErrorsPage(server: FastifyInstance): void {
  const body = html`<p>Every error has a <code>code</code> for programs. Quote its <code>requestId</code> when you ask for help.</p>
${errorGuide.map(
  ({ status, code, cause, cure }) => html`<section id="${code}">
<h2><a href="#${code}">${code}</a></h2>
<p>${status.toString()}: ${withCode(cause)}.</p>
<p>What helps: ${withCode(cure)}.</p>
</section>
`,
)}`;
  server.get(errorsPath, plainPageRoute, async (_request, reply) => sendPlainPage(reply, { title: "Errors", body }));
}

/** Text between backticks is code. */
function withCode(text: string): readonly Html[] {
  return text.split("`").map((part, index) => (index % 2 === 0 ? html`${part}` : html`<code>${part}</code>`));
}
