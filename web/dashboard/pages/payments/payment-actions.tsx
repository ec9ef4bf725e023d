import type { Payment } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useSandboxTools } from "../../session/sandbox.ts";
import { RefundButton } from "./refund-button.tsx";
import { SimulateButton } from "./simulate-button.tsx";

type PaymentActionsProps = { readonly payment: Payment; readonly changed: () => void };

/** What can be done about a payment in its state. */
export function PaymentActions({ payment, changed }: PaymentActionsProps) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const maySimulate = useSandboxTools() && maySell;
  const cancel = async () => {
    await client.payments.cancel(payment.id);
    announce(say("payment.cancelled"));
    changed();
  };
  return (
    <>
      <a class="button" href={payment.paymentUrl} target="_blank" rel="noreferrer">
        <Icon name="external" />
        {say("payment.pageOpen")}
      </a>
      {maySimulate && <SimulateButton payment={payment} changed={changed} />}
      {maySell && payment.status === "SUCCESSFUL" && <RefundButton payment={payment} changed={changed} />}
      {maySell && payment.status === "ACTIVE" && (
        <ConfirmButton
          label={say("payment.cancel")}
          title={say("payment.cancelTitle")}
          text={say("payment.cancelText")}
          run={cancel}
        />
      )}
    </>
  );
}
