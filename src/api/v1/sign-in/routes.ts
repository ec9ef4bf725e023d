import type { FastifyReply, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  askForPasskey,
  beginWithCode,
  type PeopleContext,
  passCode,
  passSecondFactor,
  type SignInStep,
  signInWithPasskey,
} from "../../../people/index.ts";
import { requireEncryption } from "../../http/encrypted-only.ts";
import { publicRoute } from "../../http/routes.ts";
import { requireSameOrigin } from "../../http/same-origin.ts";
import { setSessionCookie } from "../../http/session-cookie.ts";
import { visitorOf } from "../../http/visitor.ts";
import { assertionBody, beginCodeBody, begunBody, codeBody, passkeyOptionsBody, signInBody } from "./schemas.ts";

/** How people sign in. Nothing here says whether an address has an account. */
export function signInRoutes(context: PeopleContext): FastifyPluginAsyncZod {
  /** Sets the cookie where the step was the last one. */
  const answer = (reply: FastifyReply, step: SignInStep, token: string | null) => {
    if (step.status === "signed_in") setSessionCookie(reply, context, step);
    return { status: step.status, token: step.status === "signed_in" ? null : token };
  };

  return async (server) => {
    // Nobody is signed in from another site's page, also not as somebody else.
    server.addHook("onRequest", async (request: FastifyRequest) => {
      requireEncryption(request);
      requireSameOrigin(request, context);
    });

    server.post(
      "/v1/sign-in/codes",
      publicRoute({
        operationId: "sendSignInCode",
        tags: ["Account"],
        summary: "Send a sign-in code",
        description:
          "Sends six digits by mail, good for ten minutes, five tries and one use, if the address has an account. The answer is the same if it has none.",
        failures: [401, 403, 501],
        body: beginCodeBody,
        response: { 202: begunBody },
      }),
      async (request, reply) => {
        const { token, expiresAt } = await beginWithCode(context, request.body.email);
        return reply.status(202).send({ token, expiresAt: expiresAt.toISOString() });
      },
    );

    server.post(
      "/v1/sign-in/codes/verify",
      publicRoute({
        operationId: "verifySignInCode",
        tags: ["Account"],
        summary: "Sign in with a code",
        description: "Takes the code from the mail. Who has an app is asked for its code next.",
        failures: [401, 403],
        body: codeBody,
        response: { 200: signInBody },
      }),
      async (request, reply) => {
        const { body } = request;
        return answer(reply, await passCode(context, body, visitorOf(request, context)), body.token);
      },
    );

    server.post(
      "/v1/sign-in/second-factor",
      publicRoute({
        operationId: "verifySecondFactor",
        tags: ["Account"],
        summary: "Give the second factor",
        description: "Takes a code of the app, or a recovery code, each once.",
        failures: [401, 403],
        body: codeBody,
        response: { 200: signInBody },
      }),
      async (request, reply) => {
        const { body } = request;
        return answer(reply, await passSecondFactor(context, body, visitorOf(request, context)), body.token);
      },
    );

    server.post(
      "/v1/sign-in/passkeys/options",
      publicRoute({
        operationId: "askForPasskey",
        tags: ["Account"],
        summary: "Ask for a passkey",
        description: "What to ask the browser for. It finds the account by itself, so there is no name to type.",
        failures: [403],
        response: { 200: passkeyOptionsBody },
      }),
      async () => {
        const { token, options } = await askForPasskey(context);
        return { token, options: { ...options } };
      },
    );

    server.post(
      "/v1/sign-in/passkeys",
      publicRoute({
        operationId: "signInWithPasskey",
        tags: ["Account"],
        summary: "Sign in with a passkey",
        description:
          "Takes the authenticator's answer. One that verified its user (a fingerprint, a PIN) is both factors; after another, who has an app is asked for its code.",
        failures: [401, 403],
        body: assertionBody,
        response: { 200: signInBody },
      }),
      async (request, reply) => {
        const { token, response } = request.body;
        const signed = { ...response, response: withoutUndefined(response.response), clientExtensionResults: {} };
        const step = await signInWithPasskey(context, { token, response: signed }, visitorOf(request, context));
        return answer(reply, step, step.next?.token ?? null);
      },
    );
  };
}

const withoutUndefined = <Part extends { readonly userHandle?: string | undefined }>({
  userHandle,
  ...rest
}: Part) => ({
  ...rest,
  ...(userHandle !== undefined && { userHandle }),
});
