import type { FastifyReply, FastifyRequest } from "fastify";
import { answerTo, logFailure } from "../http/errors.ts";
import { escapeHtml } from "./html.ts";

/** What a page's route answers where it cannot be shown: for people, without a script or a file that would have to be loaded. */
export function sendErrorPage(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { statusCode, message } = answerTo(error);
  logFailure(error, statusCode, request);
  reply
    .status(statusCode)
    .type("text/html; charset=utf-8")
    .header("content-security-policy", "default-src 'none'; frame-ancestors *")
    .removeHeader("x-frame-options")
    .send(pageOf(statusCode === 429 ? "Too many requests" : "This page cannot be shown now", message, request.id));
}

function pageOf(title: string, message: string, requestId: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body>
<main>
<h1>${title}</h1>
<p>${escapeHtml(message)}</p>
<p>Nothing was paid by opening this page. Load it again in a moment.</p>
<p><small>${escapeHtml(requestId)}</small></p>
</main>
</body>
</html>
`;
}
