import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { mailsAbout } from "../../../mail/index.ts";
import { loadPayment } from "../../../payments/index.ts";
import type { Mail } from "../../../store/index.ts";
import { ownerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import { mailsBody } from "./schemas.ts";

/** Which mails went out, and what became of them; what they said is forgotten. */
export function mailRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/payments/:id/mails",
      merchantRoute({
        scope: "payments:read",
        operationId: "listPaymentMails",
        summary: "List a payment's mails",
        description:
          "The mails about its invoice, the newest first, a hundred at most: to whom, and whether they were sent. A mail is forgotten 30 days after its end.",
        tags: ["Payments"],
        params: idParams,
        response: { 200: mailsBody },
      }),
      async (request) => {
        const { payment } = await loadPayment(context.database, request.params.id, ownerOf(request));
        const mails = payment.sourceId === null ? [] : await mailsAbout(context.database, [payment.sourceId]);
        return { data: mails.map(viewOf) };
      },
    );
  });
}

function viewOf({ id, template, recipient, status, attempts, lastError, createdAt, endedAt }: Mail) {
  return {
    id,
    template,
    recipient,
    status,
    attempts,
    // Any other is about this server and its own mail server: its operator's.
    refusal: status === "REFUSED" ? lastError : null,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  };
}
