import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { invite, listInvitations, type PeopleContext, revokeInvitation } from "../../../people/index.ts";
import { acceptAsVisitor } from "../../http/accept-invitation.ts";
import { callerOf } from "../../http/authentication.ts";
import { requireEncryption } from "../../http/encrypted-only.ts";
import { idParams } from "../../http/id-params.ts";
import {
  type MerchantContext,
  merchantRoute,
  merchantRoutes,
  personRoute,
  personRoutes,
  publicRoute,
} from "../../http/routes.ts";
import { requireSameOrigin } from "../../http/same-origin.ts";
import { managementOf } from "../../http/sessions.ts";
import {
  acceptedInvitationBody,
  acceptInvitationBody,
  invitationBody,
  invitationListBody,
  inviteBody,
  newInvitationBody,
} from "./schemas.ts";
import { invitationView } from "./view.ts";

/** Who is invited to an organization: keys may read it, people invite. */
export function invitationRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return async (server) => {
    await server.register(readingRoutes(context));
    await server.register(invitingRoutes(context));
    await server.register(acceptingRoutes(context));
  };
}

function readingRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/invitations",
      merchantRoute({
        scope: "members:read",
        operationId: "listInvitations",
        summary: "List invitations",
        description: "Open invitations to your organization, the newest first.",
        tags: ["Members"],
        response: { 200: invitationListBody },
      }),
      async (request) => {
        const { id } = callerOf(request).organization;
        return { data: (await listInvitations(context.database, id, context.clock())).map(invitationView) };
      },
    );
  });
}

function invitingRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return personRoutes(context, async (server) => {
    server.post(
      "/v1/invitations",
      personRoute({
        roles: ["owner", "admin"],
        isFresh: true,
        operationId: "invite",
        summary: "Invite somebody",
        description:
          "By mail, or as a link that you hand over: it works once within seven days. An earlier one of the same address ends.",
        failures: [501],
        tags: ["Members"],
        body: inviteBody,
        response: { 201: newInvitationBody },
      }),
      async (request, reply) => {
        const { organization, manager } = managementOf(request);
        const { invitation, url } = await invite(context, organization.id, request.body, manager);
        return reply.status(201).send({ ...invitationView(invitation), url });
      },
    );

    server.delete(
      "/v1/invitations/:id",
      personRoute({
        roles: ["owner", "admin"],
        isFresh: true,
        operationId: "revokeInvitation",
        summary: "Take an invitation back",
        description: "Its link works no more.",
        tags: ["Members"],
        params: idParams,
        response: { 200: invitationBody },
      }),
      async (request) => {
        const { organization, manager } = managementOf(request);
        const { id } = request.params;
        return invitationView(await revokeInvitation(context, organization.id, id, manager.actor));
      },
    );
  });
}

/** Whoever has the link. */
function acceptingRoutes(context: PeopleContext): FastifyPluginAsyncZod {
  return async (server) => {
    server.addHook("onRequest", async (request) => {
      requireEncryption(request);
      requireSameOrigin(request, context);
    });
    server.post(
      "/v1/invitations/accept",
      publicRoute({
        operationId: "acceptInvitation",
        summary: "Accept an invitation",
        description:
          "Joins the organization, once. An address without an account gets one, and is signed in; who has one has to be signed in with it.",
        failures: [401, 403, 404, 409],
        tags: ["Members"],
        body: acceptInvitationBody,
        response: { 200: acceptedInvitationBody },
      }),
      async (request, reply) => acceptAsVisitor(context, request, reply, request.body),
    );
  };
}
