import { useState } from "preact/hooks";
import type { Totp as TotpSecret } from "../../../../clients/typescript/types.ts";
import { Copyable } from "../../../shared/components/copyable.tsx";
import { QrCode } from "../../../shared/components/qr-code.tsx";
import { Badge } from "../../components/badge.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Failure } from "../../components/failure.tsx";
import { Field } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { Section } from "../../components/section.tsx";
import { say, sayCount } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";

/** The second factor: codes of an app, with recovery codes beside. */
export function Totp() {
  const { client, account, reloadAccount, announce } = useDashboard();
  const [begun, setBegun] = useState<TotpSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const begin = async () => {
    setError(undefined);
    await client.account.beginTotp().then(setBegun, setError);
  };
  return (
    <Section
      title={say("totp.title")}
      intro={say("totp.intro")}
      actions={
        account.hasTotp ? (
          <>
            <ConfirmButton
              label={say("totp.replace")}
              title={say("totp.replaceTitle")}
              text={say("totp.replaceText")}
              run={async () => setCodes((await client.account.replaceRecoveryCodes()).recoveryCodes)}
            />
            <ConfirmButton
              label={say("totp.remove")}
              title={say("totp.removeTitle")}
              text={say("totp.removeText")}
              run={async () => {
                await client.account.removeTotp();
                await reloadAccount();
                announce(say("totp.removed"));
              }}
            />
          </>
        ) : (
          <button type="button" class="button" onClick={begin}>
            {say("totp.begin")}
          </button>
        )
      }
    >
      <Failure error={error} />
      <p class="row">
        <Badge text={say(account.hasTotp ? "totp.on" : "totp.off")} tone={account.hasTotp ? "good" : "plain"} />
        {account.hasTotp && <span class="soft small">{sayCount("totp.left", account.recoveryCodesLeft)}</span>}
      </p>
      {begun && (
        <Dialog title={say("totp.begin")} close={() => setBegun(null)}>
          <p>{say("totp.scan")}</p>
          <QrCode text={begun.uri} label={say("totp.qr")} />
          <Copyable name={say("totp.secret")} shown={<code>{begun.secret}</code>} copied={begun.secret} />
          <Form
            label={say("totp.begin")}
            submitLabel={say("totp.confirm")}
            submit={async ({ code = "" }) => {
              setCodes((await client.account.confirmTotp(code)).recoveryCodes);
              setBegun(null);
              await reloadAccount();
            }}
          >
            <Field
              name="code"
              label={say("totp.code")}
              inputmode="numeric"
              autocomplete="one-time-code"
              maxLength={10}
              required
            />
          </Form>
        </Dialog>
      )}
      {codes && (
        <Dialog title={say("totp.codes")} close={() => setCodes(null)}>
          <p>{say("totp.codesText")}</p>
          <CodeBlock text={codes.join("\n")} what={say("totp.codes")} />
          <div class="row">
            <button type="button" class="button button-primary" onClick={() => setCodes(null)}>
              {say("keys.done")}
            </button>
          </div>
        </Dialog>
      )}
    </Section>
  );
}
