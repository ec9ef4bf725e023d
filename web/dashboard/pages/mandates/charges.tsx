import type { Mandate, MandateCharge } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { TransactionHash } from "../../components/transaction-hash.tsx";
import { formatCount, formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { ChargeStatus } from "./mandate-status.tsx";

type ChargesProps = {
  readonly mandate: Mandate;
  /** How often something was done about it here. */
  readonly changes: number;
};

/** What was charged by a mandate, or is to be, the newest first. */
export function Charges({ mandate, changes }: ChargesProps) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const { id, chainId, token } = mandate;
  const cancelOf = ({ period }: MandateCharge) => (
    <ConfirmButton
      label={say("mandate.cancel")}
      what={formatCount(period + 1)}
      title={say("mandate.cancelChargeTitle")}
      text={say("mandate.cancelChargeText")}
      run={async () => {
        await client.mandates.cancelCharge(id, period);
        announce(say("mandate.chargeCancelled"));
        page.reload();
      }}
    />
  );
  const page = usePages<MandateCharge>(
    (cursor) => client.mandates.charges(id, { ...(cursor && { cursor }) }),
    [id, changes],
  );
  useRefresh(page.reload, 30);
  return (
    <Section title={say("mandate.charges")}>
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <p class="soft small">{say("mandate.noCharges")}</p>
          ) : (
            <Table
              caption={say("mandate.charges")}
              rows={data}
              keyOf={(charge) => charge.id}
              columns={[
                {
                  name: say("mandate.period"),
                  cell: ({ period, amount }) => (
                    <span class="cell-lines">
                      {formatCount(period + 1)}
                      <span class="narrow">{formatToken(amount, token)}</span>
                    </span>
                  ),
                },
                {
                  name: say("payments.amount"),
                  isWide: true,
                  isFigure: true,
                  cell: ({ amount }) => formatToken(amount, token),
                },
                {
                  name: say("invoices.state"),
                  cell: (charge) => (
                    <span class="cell-lines">
                      <ChargeStatus {...charge} />
                      {maySell && charge.status === "SCHEDULED" && cancelOf(charge)}
                    </span>
                  ),
                },
                {
                  name: say("payment.transaction"),
                  isWide: true,
                  cell: ({ txHash }) => (txHash === null ? "–" : <TransactionHash chainId={chainId} hash={txHash} />),
                },
                {
                  name: say("mandate.when"),
                  isWide: true,
                  isFigure: true,
                  cell: ({ chargedAt, nextTryAt, opensAt }) => <Time at={chargedAt ?? nextTryAt ?? opensAt} isShort />,
                },
              ]}
            />
          )
        }
      </Show>
      <Pager {...page} />
    </Section>
  );
}
