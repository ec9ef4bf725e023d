import { useMemo, useState } from "preact/hooks";
import type { Account, SignInStep } from "../../../clients/typescript/types.ts";
import { Dialog } from "../components/dialog.tsx";
import { Failure } from "../components/failure.tsx";
import { Field } from "../components/field.tsx";
import { Form } from "../components/form.tsx";
import { say } from "../messages/index.ts";
import { createSignInClient } from "../session/client.ts";
import { askPasskey, hasPasskeys } from "../session/passkeys.ts";
import { serverPath } from "../session/paths.ts";
import type { SignInReason, SignInRequest } from "../session/sign-in-again.ts";

const intro: Readonly<Record<SignInReason, string>> = {
  SIGNED_OUT: say("signIn.over"),
  FRESH_SIGN_IN_REQUIRED: say("signIn.fresh"),
  STRONG_SIGN_IN_REQUIRED: say("signIn.strong"),
};

type Step = { readonly name: "begin" } | { readonly name: "code" | "app"; readonly token: string };

/** Signs in again over the page as it is: what was under way goes on. */
export function SignInAgain({
  request,
  account,
}: {
  readonly request: SignInRequest;
  readonly account: Account | null;
}) {
  const client = useMemo(createSignInClient, []);
  const [step, setStep] = useState<Step>({ name: "begin" });
  const [error, setError] = useState<unknown>(undefined);
  // Nobody is known who could go on here.
  if (account === null) {
    location.assign(serverPath("/sign-in"));
    return null;
  }

  const proceed = async ({ status, token }: SignInStep, before: string) => {
    if (status === "second_factor_required") {
      setStep({ name: "app", token: token ?? before });
      return;
    }
    const { id } = await client.account.retrieve();
    // Another person's pages are other pages.
    if (id === account.id) request.answer(true);
    else location.reload();
  };
  const byPasskey = async () => {
    setError(undefined);
    try {
      const options = await client.signIn.passkeyOptions();
      await proceed(await client.signIn.verifyPasskey(await askPasskey(options)), options.token);
    } catch (failure) {
      setError(failure);
    }
  };
  const byMail = async () => {
    const { token } = await client.signIn.sendCode(account.email);
    setStep({ name: "code", token });
  };

  return (
    <Dialog title={say("signIn.title")} close={() => request.answer(false)}>
      <p>{intro[request.reason]}</p>
      {step.name === "begin" && (
        <>
          {hasPasskeys && (
            <div class="row">
              <button type="button" class="button button-primary" onClick={byPasskey}>
                {say("signIn.passkey")}
              </button>
            </div>
          )}
          <Failure error={error} />
          <Form
            label={say("signIn.title")}
            submitLabel={say("signIn.mail", { email: account.email })}
            submit={byMail}
          />
        </>
      )}
      {step.name !== "begin" && (
        <Form
          key={step.name}
          label={say("signIn.title")}
          submitLabel={say("signIn.go")}
          submit={async ({ code = "" }) => {
            const typed = { token: step.token, code };
            const answer =
              step.name === "code" ? client.signIn.verifyCode(typed) : client.signIn.verifySecondFactor(typed);
            await proceed(await answer, step.token);
          }}
        >
          <Field
            name="code"
            label={step.name === "code" ? say("signIn.code") : say("signIn.app")}
            hint={step.name === "code" ? say("signIn.codeHint") : undefined}
            autocomplete="one-time-code"
            inputmode={step.name === "code" ? "numeric" : undefined}
            maxLength={20}
            required
            autofocus
          />
        </Form>
      )}
    </Dialog>
  );
}
