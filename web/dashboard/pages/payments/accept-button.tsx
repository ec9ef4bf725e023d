import { useState } from "preact/hooks";
import type { AcceptedMoney, Payment } from "../../../../clients/typescript/types.ts";
import { Dialog } from "../../components/dialog.tsx";
import { Form } from "../../components/form.tsx";
import { formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { PreparedTransaction } from "./prepared-transaction.tsx";

type AcceptButtonProps = { readonly payment: Payment; readonly changed: () => void };

/** Keeps money that came and did not pay, as far as the contracts permit it. */
export function AcceptButton({ payment, changed }: AcceptButtonProps) {
  const { client } = useDashboard();
  const [isOpen, setOpen] = useState(false);
  const [accepted, setAccepted] = useState<AcceptedMoney | null>(null);
  return (
    <>
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {say("accept.keep")}
      </button>
      {isOpen && (
        <Dialog title={say("accept.title")} close={() => setOpen(false)}>
          {accepted === null ? (
            <Form
              label={say("accept.title")}
              submitLabel={say("accept.run")}
              submit={async () => {
                setAccepted(await client.payments.accept(payment.id));
                changed();
              }}
            >
              <p>{say("accept.text")}</p>
            </Form>
          ) : (
            <Outcome accepted={accepted} />
          )}
        </Dialog>
      )}
    </>
  );
}

function Outcome({ accepted: { data, unreadChains } }: { readonly accepted: AcceptedMoney }) {
  return (
    <div class="stack" role="status">
      {data.length === 0 && <p>{say("accept.nothing")}</p>}
      {unreadChains.length > 0 && <p class="warning">{say("accept.unread")}</p>}
      {data.map(({ quoteId, amount, token, message, transactions, paymentId }) => (
        <div key={`${quoteId} ${token}`} class="stack">
          <h3>{formatToken(amount, token)}</h3>
          <p>{message}</p>
          {paymentId !== null && (
            <a class="text-link" href={pathOf("payments", paymentId)}>
              {say("payments.untitled")}
            </a>
          )}
          {transactions.map((prepared) => (
            <PreparedTransaction key={prepared.data} prepared={prepared} />
          ))}
        </div>
      ))}
    </div>
  );
}
