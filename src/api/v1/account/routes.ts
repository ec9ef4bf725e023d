import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import {
  addPasskey,
  askForNewPasskey,
  beginTotp,
  confirmTotp,
  removePasskey,
  removeTotp,
  renameUser,
  replaceRecoveryCodes,
  speakTo,
} from "../../../people/index.ts";
import { text } from "../../../schemas/index.ts";
import { type MerchantContext, personRoute, personRoutes } from "../../http/routes.ts";
import { personOf } from "../../http/sessions.ts";
import type { SandboxToolsContext } from "../sandbox/tools.ts";
import { passkeyOptionsBody } from "../sign-in/schemas.ts";
import {
  accountBody,
  changeAccountBody,
  confirmTotpBody,
  newPasskeyBody,
  passkeyBody,
  recoveryCodesBody,
  totpBody,
} from "./schemas.ts";
import { accountView, passkeyView } from "./view.ts";

/** How a person signs in. */
export function accountRoutes(context: MerchantContext & SandboxToolsContext): FastifyPluginAsyncZod {
  return personRoutes(context, async (server) => {
    server.get(
      "/v1/account",
      personRoute({
        operationId: "retrieveAccount",
        summary: "Retrieve the account",
        description: "Who you are, where you work, and how you sign in.",
        tags: ["Account"],
        response: { 200: accountBody },
      }),
      async (request) => accountView(context, personOf(request).user),
    );

    server.patch(
      "/v1/account",
      personRoute({
        operationId: "changeAccount",
        summary: "Change the account",
        description: "What others in your organizations see of you, and what mails to you are written in.",
        tags: ["Account"],
        body: changeAccountBody,
        response: { 200: accountBody },
      }),
      async (request) => {
        const { user } = personOf(request);
        const { name = user.name, language } = request.body;
        if (language !== undefined) await speakTo(context.database, user, language);
        return accountView(context, await renameUser(context, user, name, request.ip));
      },
    );

    server.post(
      "/v1/account/passkeys/options",
      personRoute({
        isFresh: true,
        operationId: "askForNewPasskey",
        summary: "Ask for a new passkey",
        description: "What to ask the browser for.",
        tags: ["Account"],
        response: { 200: passkeyOptionsBody },
      }),
      async (request) => {
        const { token, options } = await askForNewPasskey(context, personOf(request).user.id);
        return { token, options: { ...options } };
      },
    );

    server.post(
      "/v1/account/passkeys",
      personRoute({
        isFresh: true,
        operationId: "addPasskey",
        summary: "Add a passkey",
        description: "Takes the authenticator's answer.",
        tags: ["Account"],
        body: newPasskeyBody,
        response: { 201: passkeyBody },
      }),
      async (request, reply) => {
        const { token, name, response } = request.body;
        const { transports, ...made } = response.response;
        const whole = {
          ...response,
          response: { ...made, ...(transports && { transports }) },
          clientExtensionResults: {},
        };
        const added = await addPasskey(
          context,
          personOf(request).user.id,
          { token, name, response: whole },
          request.ip,
        );
        return reply.status(201).send(passkeyView(added));
      },
    );

    server.delete(
      "/v1/account/passkeys/:id",
      personRoute({
        isFresh: true,
        operationId: "removePasskey",
        summary: "Remove a passkey",
        description: "It signs in no more.",
        tags: ["Account"],
        params: z.object({ id: text(1_400) }),
        response: { 200: accountBody },
      }),
      async (request) => {
        const { user } = personOf(request);
        await removePasskey(context, user.id, request.params.id, request.ip);
        return accountView(context, user);
      },
    );

    server.post(
      "/v1/account/totp",
      personRoute({
        isFresh: true,
        operationId: "beginTotp",
        summary: "Begin to add an app",
        description: "A secret for an app that makes codes (TOTP). It counts once a first code was confirmed.",
        tags: ["Account"],
        response: { 201: totpBody },
      }),
      async (request, reply) => reply.status(201).send(await beginTotp(context, personOf(request).user.id)),
    );

    server.post(
      "/v1/account/totp/confirm",
      personRoute({
        isFresh: true,
        operationId: "confirmTotp",
        summary: "Confirm the app",
        description:
          "Turns the second factor on by a first code of the app, answers recovery codes, and ends your other sessions.",
        tags: ["Account"],
        body: confirmTotpBody,
        response: { 200: recoveryCodesBody },
      }),
      async (request) => {
        const { user, session } = personOf(request);
        const from = { address: request.ip, sessionId: session.id };
        return { recoveryCodes: await confirmTotp(context, user.id, request.body.code, from) };
      },
    );

    server.delete(
      "/v1/account/totp",
      personRoute({
        isFresh: true,
        operationId: "removeTotp",
        summary: "Remove the app",
        description: "Turns the second factor off, and ends the recovery codes.",
        tags: ["Account"],
        response: { 200: accountBody },
      }),
      async (request) => {
        const { user } = personOf(request);
        await removeTotp(context, user.id, request.ip);
        return accountView(context, user);
      },
    );

    server.post(
      "/v1/account/recovery-codes",
      personRoute({
        isFresh: true,
        operationId: "replaceRecoveryCodes",
        summary: "Replace recovery codes",
        description: "Ten new ones in place of all that there are.",
        tags: ["Account"],
        response: { 200: recoveryCodesBody },
      }),
      async (request) => {
        const { user } = personOf(request);
        return { recoveryCodes: await replaceRecoveryCodes(context, user.id, request.ip) };
      },
    );
  });
}
