import type { FastifyInstance } from "fastify";
import { MandateNotFoundError, openMandate } from "../../mandates/index.ts";
import type { CheckoutPage, CheckoutPageContext } from "./checkout-page.ts";
import { checkoutPageHeaders } from "./checkout-page-headers.ts";
import { sendErrorPage } from "./error-page.ts";
import { escapeHtml } from "./html.ts";

/** Serves `/m/:token`, where a payer signs a mandate, sees it and ends it: the checkout's build, which no page of others may frame. */
export async function serveMandatePage(server: FastifyInstance, context: CheckoutPageContext, page: CheckoutPage) {
  server.get<{ Params: { token: string } }>(
    "/m/:token",
    { schema: { hide: true }, config: { isPage: true }, errorHandler: sendErrorPage },
    async (request, reply) => {
      const isKnown = await openMandate(context.database, request.params.token).then(
        () => true,
        (error: unknown) => {
          if (error instanceof MandateNotFoundError) return false;
          throw error;
        },
      );
      const { walletConnectProjectId, baseAccount } = context;
      const settings = { walletConnectProjectId, baseAccount, frameOrigins: [] };
      // The page itself says that there is nothing.
      reply.status(isKnown ? 200 : 404).type("text/html; charset=utf-8");
      reply.headers(checkoutPageHeaders(settings));
      return page.html.replace(
        '<meta name="checkout-settings" content="" />',
        () => `<meta name="checkout-settings" content="${escapeHtml(JSON.stringify(settings))}" />`,
      );
    },
  );
}
