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
import { acceptForms, wrongFields } from "./forms.ts";
import { type Html, html } from "./html.ts";
import type { MessageKey } from "./messages/index.ts";
import { dashboardPath } from "./people-paths.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";
import { serveSignIn } from "./sign-in-page.ts";
import { type Writing, writingFor } from "./writing.ts";

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

type SetupField = keyof z.input<typeof setupForm>;

/** As the page calls them. */
const setupLabels = {
  email: "signIn.email",
  name: "people.name",
  organization: "setup.organization",
  settlementAddress: "setup.settlementAddress",
} as const satisfies Record<SetupField, MessageKey>;

function serveSetup(pages: FastifyInstance, context: PeoplePagesContext, next: string): void {
  /** What was typed stays. */
  const send = (
    reply: FastifyReply,
    { language, say }: Writing,
    problems: readonly string[] = [],
    typed: Readonly<Record<string, string>> = {},
  ) =>
    sendPlainPage(reply, {
      language,
      title: say("setup.title"),
      body: html`${alertOf(problems)}
<form method="post">
<label>${say(setupLabels.email)} <input name="email" type="email" value="${typed.email ?? ""}" required autocomplete="email"></label>
<label>${say(setupLabels.name)} <input name="name" value="${typed.name ?? ""}" required maxlength="100" autocomplete="name"></label>
<label>${say(setupLabels.organization)} <input name="organization" value="${typed.organization ?? ""}" required maxlength="100" autocomplete="organization"></label>
<label>${say(setupLabels.settlementAddress)} <small>${say("setup.addressHint")}</small> <input name="settlementAddress" value="${typed.settlementAddress ?? ""}" required maxlength="42" autocomplete="off" spellcheck="false"></label>
<button>${say("people.begin")}</button>
</form>`,
    });

  pages.get<TokenRoute>("/setup/:token", plainPageRoute, async (request, reply) => {
    await requireSetup(context.database, request.params.token);
    return send(reply, writingFor(request));
  });
  pages.post<TokenRoute>("/setup/:token", plainPageRoute, async (request, reply) => {
    const writing = writingFor(request);
    const refuse = (problems: readonly string[]) => send(reply.status(400), writing, problems, formOf(request.body));
    const read = setupForm.safeParse(request.body);
    if (!read.success) {
      await requireSetup(context.database, request.params.token);
      const { say } = writing;
      return refuse(
        wrongFields(read.error).map((field) => `${say(setupLabels[field])}: ${say(`setup.problem.${field}`)}`),
      );
    }
    const { email, name, organization, settlementAddress } = read.data;
    const owner = { token: request.params.token, email, name, organization: { name: organization, settlementAddress } };
    const session = await setUp(context, owner, visitorOf(request, context)).catch((error: unknown) => {
      if (error instanceof RecipientLostError) return error;
      throw error;
    });
    if (session instanceof RecipientLostError)
      return refuse([writing.say("setup.lost", { address: settlementAddress })]);
    setSessionCookie(reply, context, session);
    return reply.redirect(next, 303);
  });
}

const formOf = (body: unknown) => z.record(z.string(), z.string()).catch({}).parse(body);

function serveInvitations(pages: FastifyInstance, context: PeoplePagesContext, next: string): void {
  pages.get<TokenRoute>("/invitations/:token", plainPageRoute, async (request, reply) => {
    const { email, role, organization, hasAccount } = await readInvitation(context, request.params.token);
    const { language, say } = writingFor(request);
    const name = html`<label>${say("people.name")} <input name="name" required maxlength="100" autocomplete="name"></label>`;
    return sendPlainPage(reply, {
      language,
      title: say("invitation.title", { organization }),
      body: html`<p>${say("invitation.text", { email, role: say(`role.${role}`) })}</p>
<form method="post">
${hasAccount ? html`<p>${say("invitation.hasAccount")} <a href="/sign-in">${say("signIn.title")}</a></p>` : name}
<button>${say("people.join")}</button>
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
    const { language, say } = writingFor(request);
    if (person === undefined) {
      const body = html`<p><a href="/sign-in">${say("signIn.title")}</a></p>`;
      return sendPlainPage(reply.status(401), { language, title: say("signedIn.nobody"), body });
    }
    const { session, user } = person;
    const own = await organizationsOf(context.database, user.id);
    const list = own.map(({ organization: { id, name }, role }) => {
      const is = say("signedIn.member", { organization: name, role: say(`role.${role}`) });
      return html`<li>${is}${id === session.organizationId ? ` (${say(`signedIn.here.${session.mode}`)})` : ""}</li>\n`;
    });
    const dashboard = html`<p><a href="${dashboardPath}">${say("signedIn.dashboard")}</a></p>`;
    return sendPlainPage(reply, {
      language,
      title: say("signedIn.title", { name: user.name }),
      body: html`<p>${user.email}</p>
<ul>
${list}</ul>
${context.dashboardPage ? dashboard : html``}
<p>${say("signedIn.api")} <code>${context.publicUrl}/v1</code>. <a href="/docs">${say("signedIn.reference")}</a></p>
<form method="post" action="${whoIsIn}/end"><button>${say("signedIn.signOut")}</button></form>`,
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
