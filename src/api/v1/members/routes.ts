import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  changeMember,
  listMembers,
  MemberNotFoundError,
  removeMember,
  transferOwnership,
} from "../../../access/index.ts";
import { memberRoles } from "../../../store/index.ts";
import { callerOf } from "../../http/authentication.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes, personRoute, personRoutes } from "../../http/routes.ts";
import { managementOf, personOf } from "../../http/sessions.ts";
import { changeMemberBody, memberBody, memberListBody } from "./schemas.ts";
import { memberView } from "./view.ts";

/** Who works in an organization: keys may read it, people change it. */
export function memberRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return async (server) => {
    await server.register(readingRoutes(context));
    await server.register(changingRoutes(context));
  };
}

function readingRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.get(
      "/v1/members",
      merchantRoute({
        scope: "members:read",
        operationId: "listMembers",
        summary: "List members",
        description: "Who works in your organization, the first first.",
        tags: ["Members"],
        response: { 200: memberListBody },
      }),
      async (request) => ({
        data: (await listMembers(context, callerOf(request).organization.id)).map(memberView),
      }),
    );
  });
}

function changingRoutes(context: MerchantContext): FastifyPluginAsyncZod {
  const findMember = async (organizationId: string, id: string) => {
    const member = (await listMembers(context, organizationId)).find(({ userId }) => userId === id);
    if (!member) throw new MemberNotFoundError(id);
    return member;
  };

  return personRoutes(context, async (server) => {
    server.patch(
      "/v1/members/:id",
      personRoute({
        roles: ["owner", "admin"],
        isFresh: true,
        operationId: "changeMember",
        summary: "Change a member",
        description: "Changes the role, or shuts somebody out for a while. What owners are, owners alone change.",
        tags: ["Members"],
        params: idParams,
        body: changeMemberBody,
        response: { 200: memberBody },
      }),
      async (request) => {
        const { organization, manager } = managementOf(request);
        const { id } = request.params;
        const { role, disabled } = request.body;
        await changeMember(context, organization.id, id, { role, isDisabled: disabled }, manager);
        context.authenticator.forgetAll();
        return memberView(await findMember(organization.id, id));
      },
    );

    server.delete(
      "/v1/members/:id",
      personRoute({
        roles: memberRoles,
        isFresh: true,
        operationId: "removeMember",
        summary: "Remove a member",
        description:
          "Ends the membership and the keys that this person made, at once. An owner or an admin removes others, and everybody may leave; the last owner may not.",
        tags: ["Members"],
        params: idParams,
        response: { 200: memberBody },
      }),
      async (request) => {
        const { organization, manager } = managementOf(request);
        const { id } = request.params;
        const member = await findMember(organization.id, id);
        await removeMember(context, organization.id, id, manager);
        context.authenticator.forgetAll();
        return memberView(member);
      },
    );

    server.post(
      "/v1/members/:id/ownership",
      personRoute({
        roles: ["owner"],
        isFresh: true,
        operationId: "transferOwnership",
        summary: "Transfer the ownership",
        description: "Makes another member the owner in your place. You are an admin from then on.",
        tags: ["Members"],
        params: idParams,
        response: { 200: memberBody },
      }),
      async (request) => {
        const { organization, manager } = managementOf(request);
        const { id } = request.params;
        const from = personOf(request).user.id;
        await transferOwnership(context, organization.id, { from, to: id }, manager.actor);
        return memberView(await findMember(organization.id, id));
      },
    );
  });
}
