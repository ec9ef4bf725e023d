import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { beginWithCode, type PeopleContext, passCode, passSecondFactor, type SignInStep } from "../../people/index.ts";
import { mailAddress, text } from "../../schemas/index.ts";
import { setSessionCookie } from "../http/session-cookie.ts";
import { visitorOf } from "../http/visitor.ts";
import { type Html, html } from "./html.ts";
import { plainPageRoute, sendPlainPage } from "./plain-page.ts";

const codeForm = z.object({ token: text(100, 1), code: text(20, 1) });

/** Signs in with a code by mail, and the app's where there is one. A passkey needs a script, which these pages do not have. */
export function serveSignIn(pages: FastifyInstance, context: PeopleContext, next: string): void {
  const proceed = (reply: FastifyReply, step: SignInStep, token: string) => {
    if (step.status === "second_factor_required") {
      const label = "The code of your app, or a recovery code";
      const body = codeFields({ action: "/sign-in/second-factor", token, label, isNumber: false });
      return sendPlainPage(reply, { title: "Your second factor", body });
    }
    setSessionCookie(reply, context, step);
    return reply.redirect(next, 303);
  };

  pages.get("/sign-in", plainPageRoute, async (_request, reply) =>
    sendPlainPage(reply, {
      title: "Sign in",
      body: context.peopleMail
        ? html`<form method="post">
<label>Your mail address <input name="email" type="email" required autocomplete="email"></label>
<button>Send me a code</button>
</form>`
        : html`<p>This server sends no mail. Sign in with a passkey, or ask its operator for an invitation.</p>`,
    }),
  );
  pages.post("/sign-in", plainPageRoute, async (request, reply) => {
    const { email } = z.object({ email: mailAddress }).parse(request.body);
    const { token } = await beginWithCode(context, email);
    const body = html`<p>If ${email} has an account, six digits are on their way to it. They are good for ten minutes.</p>
${codeFields({ action: "/sign-in/code", token, label: "The six digits", isNumber: true })}
<p>Nothing came? <a href="/sign-in">Begin again</a></p>`;
    return sendPlainPage(reply, { title: "Your code", body });
  });
  pages.post("/sign-in/code", plainPageRoute, async (request, reply) => {
    const typed = codeForm.parse(request.body);
    return proceed(reply, await passCode(context, typed, visitorOf(request, context)), typed.token);
  });
  pages.post("/sign-in/second-factor", plainPageRoute, async (request, reply) => {
    const typed = codeForm.parse(request.body);
    return proceed(reply, await passSecondFactor(context, typed, visitorOf(request, context)), typed.token);
  });
}

type CodeFields = {
  readonly action: string;
  readonly token: string;
  readonly label: string;
  /** A recovery code has letters too. */
  readonly isNumber: boolean;
};

function codeFields({ action, token, label, isNumber }: CodeFields): Html {
  return html`<form method="post" action="${action}">
<input type="hidden" name="token" value="${token}">
<label>${label} <input name="code" required maxlength="20" autocomplete="one-time-code" inputmode="${isNumber ? "numeric" : "text"}" autofocus></label>
<button>Sign in</button>
</form>`;
}
