import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { organizationsOf, RecipientLostError, type RecipientsContext } from "../../access/index.ts";
import {
  createSession,
  findUserByEmail,
  type PeopleContext,
  readInvitation,
  requireSetup,
  revokeSession,
  SignedOutError,
  setUp,
} from "../../people/index.ts";
import { checksummedAddress, mailAddress, text } from "../../schemas/index.ts";
import { acceptAsVisitor } from "../http/accept-invitation.ts";
import { requireEncryption } from "../http/encrypted-only.ts";
import { requireSameOrigin } from "../http/same-origin.ts";
import { clearSessionCookie, setSessionCookie } from "../http/session-cookie.ts";
import { personOfSession } from "../http/sessions.ts";
import { visitorOf } from "../http/visitor.ts";
import type { DashboardPage } from "./dashboard-page.ts";
import { acceptForms, problemsOf } from "./forms.ts";
import { type Html, html } from "./html.ts";
import { dashboardPath } from "./people-paths.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";
import { serveSignIn } from "./sign-in-page.ts";

export type PeoplePagesContext = PeopleContext &
  Pick<RecipientsContext, "reserved"> & {
    /** Whose session a URL opens without a word; in the sandbox alone. */
    readonly sandboxOwner?: SandboxOwner | null;
    /** Undefined where only the API is served, as in tests: then a plain page says who is in. */
    readonly dashboardPage?: DashboardPage | undefined;
  };

export type SandboxOwner = { readonly email: string; readonly token: string };

type TokenRoute = { Params: { token: string } };

/** Where links lead that let people in: the first owner's, an invitation's. Plain pages, which then lead to the dashboard. */
export async function servePeoplePages(server: FastifyInstance, context: PeoplePagesContext): Promise<void> {
  await server.register(async (pages) => {
    acceptForms(pages);
    pages.addHook("preHandler", async (request: FastifyRequest) => {
      requireEncryption(request);
      if (request.method !== "GET") requireSameOrigin(request, context);
    });
    const next = context.dashboardPage ? dashboardPath : whoIsIn;
    serveSetup(pages, context, next);
    serveInvitations(pages, context, next);
    serveSignIn(pages, context, next);
    serveSignedIn(pages, context);
    if (context.sandboxOwner) serveSandboxOwner(pages, context, { ...context.sandboxOwner, next });
  });
}

const whoIsIn = "/signed-in";

const setupForm = z.object({
  email: mailAddress,
  name: text(100, 1),
  organization: text(100, 1),
  settlementAddress: checksummedAddress,
});

/** As the page calls them. */
const setupLabels = {
  email: "Your mail address",
  name: "Your name",
  organization: "What your organization is called",
  settlementAddress: "Where its money goes",
} as const;

function serveSetup(pages: FastifyInstance, context: PeoplePagesContext, next: string): void {
  /** What was typed stays. */
  const send = (reply: FastifyReply, problems: readonly string[] = [], typed: Readonly<Record<string, string>> = {}) =>
    sendPlainPage(reply, {
      title: "The first owner",
      body: html`${alertOf(problems)}
<form method="post">
<label>${setupLabels.email} <input name="email" type="email" value="${typed.email ?? ""}" required autocomplete="email"></label>
<label>${setupLabels.name} <input name="name" value="${typed.name ?? ""}" required maxlength="100" autocomplete="name"></label>
<label>${setupLabels.organization} <input name="organization" value="${typed.organization ?? ""}" required maxlength="100" autocomplete="organization"></label>
<label>${setupLabels.settlementAddress} <small>An address of your own, on every chain: 0x and 40 letters and digits, as your wallet shows it</small> <input name="settlementAddress" value="${typed.settlementAddress ?? ""}" required maxlength="42" autocomplete="off" spellcheck="false"></label>
<button>Begin</button>
</form>`,
    });

  pages.get<TokenRoute>("/setup/:token", plainPageRoute, async (request, reply) => {
    await requireSetup(context.database, request.params.token);
    return send(reply);
  });
  pages.post<TokenRoute>("/setup/:token", plainPageRoute, async (request, reply) => {
    const read = setupForm.safeParse(request.body);
    if (!read.success) {
      await requireSetup(context.database, request.params.token);
      return send(reply.status(400), problemsOf(read.error, setupLabels), formOf(request.body));
    }
    const { email, name, organization, settlementAddress } = read.data;
    const owner = { token: request.params.token, email, name, organization: { name: organization, settlementAddress } };
    const session = await setUp(context, owner, visitorOf(request, context)).catch((error: unknown) => {
      if (error instanceof RecipientLostError) return error;
      throw error;
    });
    if (session instanceof RecipientLostError) return send(reply.status(400), [session.message], formOf(request.body));
    setSessionCookie(reply, context, session);
    return reply.redirect(next, 303);
  });
}

const formOf = (body: unknown) => z.record(z.string(), z.string()).catch({}).parse(body);

function serveInvitations(pages: FastifyInstance, context: PeoplePagesContext, next: string): void {
  pages.get<TokenRoute>("/invitations/:token", plainPageRoute, async (request, reply) => {
    const { email, role, organization, hasAccount } = await readInvitation(context, request.params.token);
    const name = html`<label>Your name <input name="name" required maxlength="100" autocomplete="name"></label>`;
    return sendPlainPage(reply, {
      title: `Join ${organization}`,
      body: html`<p>${email} is invited as ${role}.</p>
<form method="post">
${hasAccount ? html`<p>This address has an account: <a href="/sign-in">sign in</a> with it first, if you are not.</p>` : name}
<button>Join</button>
</form>`,
    });
  });
  pages.post<TokenRoute>("/invitations/:token", plainPageRoute, async (request, reply) => {
    const { token } = request.params;
    const { name } = z.object({ name: text(100, 1).default("") }).parse(request.body ?? {});
    await acceptAsVisitor(context, request, reply, { token, name });
    return reply.redirect(next, 303);
  });
}

/** Who is signed in, and where the API is. */
function serveSignedIn(pages: FastifyInstance, context: PeoplePagesContext): void {
  pages.get(whoIsIn, plainPageRoute, async (request, reply) => {
    const person = await personOfSession(context, request).catch((error: unknown) => {
      if (error instanceof SignedOutError) return undefined;
      throw error;
    });
    if (person === undefined) {
      const body = html`<p><a href="/sign-in">Sign in</a></p>`;
      return sendPlainPage(reply.status(401), { title: "You are not signed in", body });
    }
    const { session, user } = person;
    const own = await organizationsOf(context.database, user.id);
    const list = own.map(
      ({ organization, role }) =>
        html`<li>${organization.name}, as ${role}${organization.id === session.organizationId ? `: this session's, in ${session.mode} mode` : ""}</li>\n`,
    );
    return sendPlainPage(reply, {
      title: `Signed in as ${user.name}`,
      body: html`<p>${user.email}</p>
<ul>
${list}</ul>
${context.dashboardPage ? html`<p><a href="${dashboardPath}">Go to the dashboard</a></p>` : html``}
<p>The API is at <code>${context.publicUrl}/v1</code>, and takes this browser's session as it takes a key. <a href="/docs">Its reference</a></p>
<form method="post" action="${whoIsIn}/end"><button>Sign out</button></form>`,
    });
  });
  pages.post(`${whoIsIn}/end`, plainPageRoute, async (request, reply) => {
    const { session } = await personOfSession(context, request);
    await revokeSession(context, { userId: session.userId, id: session.id, address: request.ip });
    clearSessionCookie(reply, context);
    return reply.redirect(whoIsIn, 303);
  });
}

/** Signs in whoever has the URL that the sandbox prints. */
function serveSandboxOwner(
  pages: FastifyInstance,
  context: PeoplePagesContext,
  { next, ...owner }: SandboxOwner & { readonly next: string },
): void {
  pages.get(`/sandbox/sign-in/${owner.token}`, plainPageRoute, async (request, reply) => {
    const session = await context.database.transaction().execute(async (transaction) => {
      const user = await findUserByEmail(transaction, owner.email);
      if (!user) throw new SignedOutError();
      const how = { userId: user.id, method: "setup", isStrong: true } as const;
      return createSession(context, transaction, how, visitorOf(request, context), context.clock());
    });
    setSessionCookie(reply, context, session);
    return reply.redirect(next, 303);
  });
}

function alertOf(problems: readonly string[]): Html {
  if (problems.length === 0) return html``;
  return html`<div role="alert">${problems.map((problem) => html`<p>${problem}</p>`)}</div>`;
}
