import type { FastifyReply, FastifyRequest } from "fastify";
import {
  acceptInvitation,
  authenticateSession,
  changeSession,
  type PeopleContext,
  SignedOutError,
} from "../../people/index.ts";
import type { Session } from "../../store/index.ts";
import { sessionTokenOf, setSessionCookie } from "./session-cookie.ts";
import { visitorOf } from "./visitor.ts";

/** Accepts an invitation as whoever the browser is signed in as, if anybody, and leaves it signed in and in the organization. */
export async function acceptAsVisitor(
  context: PeopleContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, name }: { readonly token: string; readonly name: string },
): Promise<{ readonly organizationId: string }> {
  const session = await currentSession(context, request);
  const acceptance = { token, name, userId: session?.userId };
  const { organizationId, signedIn } = await acceptInvitation(context, acceptance, visitorOf(request, context));
  if (signedIn) setSessionCookie(reply, context, signedIn);
  else if (session) await changeSession(context, session.id, { organizationId });
  return { organizationId };
}

/** Undefined where nobody is signed in. */
async function currentSession(context: PeopleContext, request: FastifyRequest): Promise<Session | undefined> {
  const token = sessionTokenOf(request, context);
  if (token === undefined) return undefined;
  try {
    return (await authenticateSession(context, token)).session;
  } catch (error) {
    if (error instanceof SignedOutError) return undefined;
    throw error;
  }
}
