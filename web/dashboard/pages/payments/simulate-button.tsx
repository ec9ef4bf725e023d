import { useState } from "preact/hooks";
import type { Payment, SimulatePayment } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Choice } from "../../components/field.tsx";
import { Form } from "../../components/form.tsx";
import { say } from "../../messages/index.ts";
import { chainName, placesOf } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { keepServerTime } from "../../session/server-time.ts";

type SimulateButtonProps = { readonly payment: Payment; readonly changed: () => void };
type Action = SimulatePayment["action"];

const ofOpen = ["PAY", "TRANSFER", "UNDERPAY", "OVERPAY", "WRONG_CHAIN", "LATE", "EXPIRE"] as const;

/** What can still happen to a payment in its state. */
function actionsOf({ status, txHash }: Payment): readonly Action[] {
  if (status === "ACTIVE") return ofOpen;
  if (status === "EXPIRED" || status === "CANCELLED" || status === "FAILED") return ["LATE"];
  return txHash === null ? [] : ["REORGANIZE"];
}

/** Has something happen to a payment that otherwise takes a customer, a network or patience. In the sandbox alone. */
export function SimulateButton({ payment, changed }: SimulateButtonProps) {
  const { client, announce } = useDashboard();
  const [isOpen, setOpen] = useState(false);
  const [chosen, choose] = useState<Action | undefined>(undefined);
  const actions = actionsOf(payment);
  const action = actions.find((each) => each === chosen) ?? actions[0];
  if (action === undefined) return null;
  const takesPlace = payment.status === "ACTIVE" && action !== "EXPIRE";
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {say("simulate.title")}
      </button>
      {isOpen && (
        <Dialog title={say("simulate.title")} close={() => setOpen(false)}>
          <p class="soft small">{say("simulate.intro")}</p>
          <Form
            label={say("simulate.title")}
            submitLabel={say("simulate.run")}
            submit={async ({ place = "" }) => {
              const [chainId, token] = place.split(" ") as [string, SimulatePayment["token"]];
              await client.sandbox.simulate(payment.id, {
                action,
                ...(takesPlace && chainId && { chainId: Number(chainId), token }),
              });
              if (action === "EXPIRE" || action === "LATE") keepServerTime(await client.sandbox.clock());
              announce(say(`simulate.done.${action}`));
              setOpen(false);
              changed();
            }}
          >
            <Choice
              name="action"
              label={say("simulate.what")}
              hint={say(`simulate.text.${action}`)}
              onChoose={(value) => choose(value as Action)}
            >
              {actions.map((each) => (
                <option key={each} value={each}>
                  {say(`simulate.action.${each}`)}
                </option>
              ))}
            </Choice>
            {takesPlace && (
              <Choice name="place" label={say("simulate.where")}>
                {placesOf(payment).map(({ chainId, token }) => (
                  <option key={`${chainId} ${token}`} value={`${chainId} ${token}`}>
                    {say("payments.on", { token, chain: chainName(chainId) })}
                  </option>
                ))}
              </Choice>
            )}
          </Form>
        </Dialog>
      )}
    </>
  );
}
