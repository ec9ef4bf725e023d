import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { beginEmailChange, confirmEmailChange } from "../../../people/index.ts";
import { type MerchantContext, personRoute, personRoutes } from "../../http/routes.ts";
import { personOf } from "../../http/sessions.ts";
import type { SandboxToolsContext } from "../sandbox/tools.ts";
import { accountBody, changeEmailBody, confirmEmailBody, emailChangeBody } from "./schemas.ts";
import { accountView } from "./view.ts";

/** Another mail address of a person: codes go there from then on, so it takes the strongest sign-in that there is. */
export function accountEmailRoutes(context: MerchantContext & SandboxToolsContext): FastifyPluginAsyncZod {
  const asked = { isFresh: true, isStrong: true } as const;
  return personRoutes(context, async (server) => {
    server.post(
      "/v1/account/email",
      personRoute({
        ...asked,
        operationId: "changeEmail",
        summary: "Change the mail address",
        description:
          "Sends six digits to the new address, good for ten minutes, five tries and one use. Nothing changes until they are confirmed.",
        tags: ["Account"],
        body: changeEmailBody,
        response: { 202: emailChangeBody },
      }),
      async (request, reply) => {
        const { expiresAt } = await beginEmailChange(context, personOf(request).user.id, request.body.email);
        return reply.status(202).send({ expiresAt: expiresAt.toISOString() });
      },
    );

    server.post(
      "/v1/account/email/confirm",
      personRoute({
        ...asked,
        operationId: "confirmEmail",
        summary: "Confirm the mail address",
        description:
          "Takes the code from the new mailbox. The account has that address from then on, your other sessions end, and the old address is told.",
        tags: ["Account"],
        body: confirmEmailBody,
        response: { 200: accountBody },
      }),
      async (request) => {
        const { user, session } = personOf(request);
        const from = { address: request.ip, sessionId: session.id };
        return accountView(context, await confirmEmailChange(context, user.id, request.body.code, from));
      },
    );
  });
}
