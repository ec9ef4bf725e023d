import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { beginWithCode, type PeopleContext, passCode, passSecondFactor, type SignInStep } from "../../people/index.ts";
import { mailAddress, text } from "../../schemas/index.ts";
import { setSessionCookie } from "../http/session-cookie.ts";
import { visitorOf } from "../http/visitor.ts";
import type { DashboardPage } from "./dashboard-page.ts";
import { type Html, html } from "./html.ts";
import type { Say } from "./messages/index.ts";
import { nextPath } from "./people-paths.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";
import { writingFor } from "./writing.ts";

/** Where to go on to, as the address or a form says it; anything that is not the dashboard's is dropped. */
const next = z.string().optional();

const codeForm = z.object({ token: text(100, 1), code: text(20, 1), next });

type SignInPageContext = PeopleContext & { readonly dashboardPage?: DashboardPage | undefined };

/** Signs in with a code by mail, and the app's where there is one. Where the dashboard is, its script offers passkeys beside. */
export function serveSignIn(pages: FastifyInstance, context: SignInPageContext, whoIsIn: string): void {
  const proceed = (
    request: FastifyRequest,
    reply: FastifyReply,
    step: SignInStep,
    { token, next }: z.output<typeof codeForm>,
  ) => {
    if (step.status === "second_factor_required") {
      const { language, say } = writingFor(request);
      const label = say("signIn.app");
      const body = codeFields({ action: "/sign-in/second-factor", token, next, label, isNumber: false, say });
      return sendPlainPage(reply, { language, title: say("signIn.second"), body });
    }
    setSessionCookie(reply, context, step);
    return reply.redirect(nextPath(next, whoIsIn), 303);
  };

  pages.get<{ Querystring: { next?: unknown } }>("/sign-in", plainPageRoute, async (request, reply) => {
    const { language, say } = writingFor(request);
    return sendPlainPage(reply, {
      language,
      title: say("signIn.title"),
      script: context.dashboardPage?.signInScript,
      body: html`${context.dashboardPage ? passkeyParts(nextPath(request.query.next, whoIsIn), say) : html``}
${
  context.peopleMail
    ? html`<form method="post" action="/sign-in">
${nextField(request.query.next)}
<label>${say("signIn.email")} <input name="email" type="email" required autocomplete="email"></label>
<button>${say("signIn.send")}</button>
</form>`
    : html`<p>${say("signIn.noMail")}</p>`
}`,
    });
  });
  pages.post("/sign-in", plainPageRoute, async (request, reply) => {
    const { email, next: then } = z.object({ email: mailAddress, next }).parse(request.body);
    const { token } = await beginWithCode(context, email);
    const { language, say } = writingFor(request);
    const body = html`<p>${say("signIn.sent", { email })}</p>
${codeFields({ action: "/sign-in/code", token, next: then, label: say("signIn.digits"), isNumber: true, say })}
<p>${say("signIn.nothing")} <a href="/sign-in">${say("signIn.again")}</a></p>`;
    return sendPlainPage(reply, { language, title: say("signIn.codeTitle"), body });
  });
  pages.post("/sign-in/code", plainPageRoute, async (request, reply) => {
    const typed = codeForm.parse(request.body);
    return proceed(request, reply, await passCode(context, typed, visitorOf(request, context)), typed);
  });
  pages.post("/sign-in/second-factor", plainPageRoute, async (request, reply) => {
    const typed = codeForm.parse(request.body);
    return proceed(request, reply, await passSecondFactor(context, typed, visitorOf(request, context)), typed);
  });
}

/** Hidden until the script has found that the browser can. */
function passkeyParts(next: string, say: Say): Html {
  return html`<div id="passkey" data-next="${next}" hidden>
<p><button type="button">${say("signIn.passkey")}</button></p>
<p id="passkey-failed" role="alert" hidden>${say("signIn.passkeyFailed")}</p>
</div>
<form id="second-factor" method="post" action="/sign-in/second-factor" hidden>
<input type="hidden" name="token" value="">
<input type="hidden" name="next" value="${next}">
<label>${say("signIn.app")} <input name="code" required maxlength="20" autocomplete="one-time-code" inputmode="numeric"></label>
<button>${say("signIn.title")}</button>
</form>`;
}

function nextField(value: unknown): Html {
  const kept = nextPath(value, "");
  return kept === "" ? html`` : html`<input type="hidden" name="next" value="${kept}">`;
}

type CodeFields = {
  readonly action: string;
  readonly token: string;
  readonly next?: string | undefined;
  readonly label: string;
  /** A recovery code has letters too. */
  readonly isNumber: boolean;
  readonly say: Say;
};

function codeFields({ action, token, next, label, isNumber, say }: CodeFields): Html {
  return html`<form method="post" action="${action}">
${nextField(next)}
<input type="hidden" name="token" value="${token}">
<label>${label} <input name="code" required maxlength="20" autocomplete="one-time-code" inputmode="${isNumber ? "numeric" : "text"}" autofocus></label>
<button>${say("signIn.title")}</button>
</form>`;
}
