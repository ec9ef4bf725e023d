import type { FastifyInstance } from "fastify";
import { errorsPath } from "../http/doc-url.ts";
import { type ChainState, chainStates } from "../v1/operations/chain-states.ts";
import type { OperationsContext } from "../v1/operations/view.ts";
import { escapeHtml, html } from "./html.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";

const paths = { page: "/status", feed: "/status.atom" } as const;

type StatusPageContext = OperationsContext & { readonly publicUrl: string };

/** Serves how the chains are, for people, and what is wrong with them as a feed (Atom). */
export function serveStatusPage(server: FastifyInstance, context: StatusPageContext): void {
  server.get(paths.page, plainPageRoute, async (_request, reply) => {
    const states = await chainStates(context);
    const isWell = states.every(({ healthy }) => healthy);
    const body = html`<p>${isWell ? "Everything works." : "Some payments are seen late."}</p>
<ul>
${states.map(({ name, healthy, since }) => html`<li>${name}: ${healthy ? "works" : `payments there are seen late${since ? `, since ${since.toISOString()}` : ""}`}</li>\n`)}</ul>
<p><a href="${paths.feed}">Feed of incidents</a> · <a href="${errorsPath}">Errors</a></p>`;
    return sendPlainPage(reply, { title: "Status", body });
  });
  server.get(paths.feed, { schema: { hide: true } }, async (_request, reply) => {
    const states = await chainStates(context);
    return reply.type("application/atom+xml; charset=utf-8").send(feedOf(context, states));
  });
}

/** One entry for each chain that is behind. Its id is the block at which that began, so a reader hears of an incident once. */
function feedOf({ publicUrl, clock }: StatusPageContext, states: readonly ChainState[]): string {
  const incidents = states.filter(({ healthy }) => !healthy);
  const times = incidents.flatMap(({ since }) => since ?? []).map((time) => time.getTime());
  const updated = new Date(times.length > 0 ? Math.max(...times) : clock().getTime()).toISOString();
  const entries = incidents.map(({ chainId, name, blockNumber, since }) => {
    const at = (since ?? clock()).toISOString();
    return `  <entry>
    <id>${escapeHtml(`${publicUrl}${paths.page}#${chainId}-${blockNumber ?? "start"}`)}</id>
    <title>${escapeHtml(`${name}: payments are seen late`)}</title>
    <updated>${at}</updated>
    <link href="${escapeHtml(publicUrl + paths.page)}"/>
    <summary>${escapeHtml(`The last block of ${name} that was read is of ${at}. Payments stay payable; they are seen as soon as the chain is read again.`)}</summary>
  </entry>
`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${escapeHtml(publicUrl + paths.feed)}</id>
  <title>Incidents</title>
  <author><name>${escapeHtml(new URL(publicUrl).host)}</name></author>
  <link rel="self" href="${escapeHtml(publicUrl + paths.feed)}"/>
  <updated>${updated}</updated>
${entries.join("")}</feed>
`;
}
