import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { OrganizationNotFoundError, organizationsOf } from "../../../access/index.ts";
import { changeSession, listSessions, revokeSession, SessionNotFoundError } from "../../../people/index.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, personRoute, personRoutes } from "../../http/routes.ts";
import { clearSessionCookie } from "../../http/session-cookie.ts";
import { personOf } from "../../http/sessions.ts";
import { changeSessionBody, sessionBody, sessionListBody } from "./schemas.ts";
import { sessionView } from "./view.ts";

/** Where a person is signed in. */
export function sessionRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return personRoutes(context, async (server) => {
    server.get(
      "/v1/sessions",
      personRoute({
        operationId: "listSessions",
        summary: "List sessions",
        description: "Where you are signed in.",
        tags: ["Account"],
        response: { 200: sessionListBody },
      }),
      async (request) => {
        const { session, user } = personOf(request);
        return { data: (await listSessions(context, user.id)).map((each) => sessionView(each, session)) };
      },
    );

    server.patch(
      "/v1/sessions/current",
      personRoute({
        operationId: "changeSession",
        summary: "Change the session",
        description: "Says which organization and mode requests are about that name none.",
        failures: [404],
        tags: ["Account"],
        body: changeSessionBody,
        response: { 200: sessionBody },
      }),
      async (request) => {
        const { session, user } = personOf(request);
        const { organizationId } = request.body;
        const own = await organizationsOf(context.database, user.id);
        if (organizationId !== undefined && !own.some(({ organization }) => organization.id === organizationId)) {
          throw new OrganizationNotFoundError(organizationId);
        }
        const changed = await changeSession(context, session.id, request.body);
        return sessionView(changed, changed);
      },
    );

    server.delete(
      "/v1/sessions/:id",
      personRoute({
        operationId: "revokeSession",
        summary: "End a session",
        description: "Signs out there at once. `current` is the session that asks.",
        tags: ["Account"],
        params: idParams,
        response: { 200: sessionBody },
      }),
      async (request, reply) => {
        const { session, user } = personOf(request);
        const id = request.params.id === "current" ? session.id : request.params.id;
        const revoked = (await listSessions(context, user.id)).find((each) => each.id === id);
        if (!revoked) throw new SessionNotFoundError(id);
        await revokeSession(context, { userId: user.id, id, address: request.ip });
        if (id === session.id) clearSessionCookie(reply, context);
        return sessionView(revoked, session);
      },
    );
  });
}
