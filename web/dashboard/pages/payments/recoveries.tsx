import { useState } from "preact/hooks";
import type { Payment } from "../../../../clients/typescript/types.ts";
import { Failure } from "../../components/failure.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatToken, shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { AcceptButton } from "./accept-button.tsx";

/** Money at the payment's addresses that does not pay it; nothing where there is none, or where the chains cannot be read now. */
export function Recoveries({ payment }: { readonly payment: Payment }) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const [error, setError] = useState<unknown>(undefined);
  const { value, reload } = useData(() => client.payments.recoveries(payment.id), [payment.id, payment.status]);
  if (value === undefined || value.recoveries.length === 0) return null;
  const request = async () => {
    setError(undefined);
    try {
      await client.payments.requestRecoveries(payment.id);
      announce(say("payment.recovered"));
      reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Section
      title={say("payment.recoveries")}
      intro={say("payment.recoveriesText")}
      actions={
        maySell && (
          <>
            <AcceptButton payment={payment} changed={reload} />
            <button type="button" class="button" title={say("payment.recoverText")} onClick={request}>
              {say("payment.recover")}
            </button>
          </>
        )
      }
    >
      <Failure error={error} />
      <Table
        caption={say("payment.recoveries")}
        rows={value.recoveries}
        keyOf={({ quoteId, chainId, token }) => `${quoteId} ${chainId} ${token}`}
        columns={[
          { name: say("payment.received"), cell: ({ amount, token }) => formatToken(amount, token) },
          { name: say("payment.at"), isWide: true, cell: ({ chainName }) => chainName },
          { name: say("payment.why"), cell: ({ reason }) => say(`surplus.${reason}`) },
          {
            name: say("payment.beneficiary"),
            isWide: true,
            cell: ({ beneficiary }) => <code title={beneficiary}>{shortAddress(beneficiary)}</code>,
          },
        ]}
      />
    </Section>
  );
}
