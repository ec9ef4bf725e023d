import { useState } from "preact/hooks";
import type { Payment, SimulatePayment } from "../../../../clients/typescript/types.ts";
import { Choice } from "../../components/field.tsx";
import type { Typed } from "../../components/form.tsx";
import { FormButton } from "../../components/form-button.tsx";
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
  const [chosen, choose] = useState<Action | undefined>(undefined);
  const actions = actionsOf(payment);
  const action = actions.find((each) => each === chosen) ?? actions[0];
  if (action === undefined) return null;
  const takesPlace = payment.status === "ACTIVE" && action !== "EXPIRE";
  const simulate = async ({ place = "" }: Typed) => {
    const [chainId, token] = place.split(" ") as [string, SimulatePayment["token"]];
    await client.sandbox.simulate(payment.id, {
      action,
      ...(takesPlace && chainId && { chainId: Number(chainId), token }),
    });
    if (action === "EXPIRE" || action === "LATE") keepServerTime(await client.sandbox.clock());
    announce(say(`simulate.done.${action}`));
    changed();
  };
  return (
    <FormButton
      label={say("simulate.title")}
      intro={say("simulate.intro")}
      submitLabel={say("simulate.run")}
      submit={simulate}
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
    </FormButton>
  );
}
