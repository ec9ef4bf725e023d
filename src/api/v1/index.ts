import type { FastifyPluginAsync } from "fastify";
import type { ApiContext } from "../context.ts";
import type { MerchantContext } from "../http/routes.ts";
import { acceptRoutes } from "./accept/routes.ts";
import { accountEmailRoutes } from "./account/email-routes.ts";
import { accountRoutes } from "./account/routes.ts";
import { apiKeyRoutes } from "./api-keys/routes.ts";
import { auditLogRoutes } from "./audit-log/routes.ts";
import { checkoutRoutes } from "./checkout/routes.ts";
import { checkoutSettingsRoutes } from "./checkout-settings/routes.ts";
import { eventRoutes } from "./events/routes.ts";
import { invitationRoutes } from "./invitations/routes.ts";
import { linkRoutes } from "./links/routes.ts";
import { memberRoutes } from "./members/routes.ts";
import { probeRoutes, statusRoutes } from "./operations/routes.ts";
import { organizationRoutes } from "./organization/routes.ts";
import { paymentRoutes } from "./payments/routes.ts";
import { checkoutRecoveryRoutes, recoveriesReader, recoveryRoutes } from "./recoveries/routes.ts";
import { refundRoutes } from "./refunds/routes.ts";
import { reportRoutes } from "./reports/routes.ts";
import { requestRoutes } from "./requests/routes.ts";
import { sessionRoutes } from "./sessions/routes.ts";
import { settlementAddressRoutes } from "./settlement-addresses/routes.ts";
import { signInRoutes } from "./sign-in/routes.ts";
import { webhookEndpointRoutes } from "./webhooks/endpoint-routes.ts";
import { webhookRoutes } from "./webhooks/routes.ts";

/** The native API: one group of routes a resource. */
export function v1Routes(context: ApiContext & MerchantContext): FastifyPluginAsync {
  const recoveries = recoveriesReader(context);
  return async (server) => {
    await server.register(paymentRoutes(context));
    await server.register(refundRoutes(context));
    await server.register(linkRoutes(context));
    await server.register(recoveryRoutes(context, recoveries));
    await server.register(acceptRoutes(context));
    await server.register(checkoutRoutes(context));
    await server.register(checkoutRecoveryRoutes(recoveries));
    await server.register(checkoutSettingsRoutes(context));
    await server.register(webhookRoutes(context));
    await server.register(webhookEndpointRoutes(context));
    await server.register(eventRoutes(context));
    await server.register(apiKeyRoutes(context));
    await server.register(organizationRoutes(context));
    await server.register(settlementAddressRoutes(context));
    await server.register(auditLogRoutes(context));
    await server.register(memberRoutes(context));
    await server.register(invitationRoutes(context));
    await server.register(signInRoutes(context));
    await server.register(sessionRoutes(context));
    await server.register(accountRoutes(context));
    await server.register(accountEmailRoutes(context));
    await server.register(reportRoutes(context));
    await server.register(requestRoutes(context));
    await server.register(probeRoutes(context));
    if (!context.operationsElsewhere) await server.register(statusRoutes(context));
  };
}
