import { useState } from "preact/hooks";
import type { Organization } from "../../../../clients/typescript/types.ts";
import { BlockchainAddress } from "../../../shared/components/blockchain-address.tsx";
import { CopyButton } from "../../../shared/components/copy-button.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatDateTime } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { AddressDialog } from "./address-dialog.tsx";
import { SettingsPage } from "./settings-page.tsx";

const networkOf = (chainId: number | null) => (chainId === null ? say("addresses.everywhere") : chainName(chainId));

/** Where the organization's own money goes. */
export function Addresses() {
  const { client } = useDashboard();
  const mayManage = useMay("manage");
  const [isChanging, setChanging] = useState(false);
  const data = useData(() => client.organization.retrieve(), []);
  return (
    <SettingsPage>
      <Section
        title={say("addresses.title")}
        intro={say("addresses.intro")}
        actions={
          mayManage && (
            <button type="button" class="button" onClick={() => setChanging(true)}>
              {say("addresses.change")}
            </button>
          )
        }
      >
        <Show data={data}>
          {(organization) => (
            <>
              <Pending organization={organization} changed={data.reload} />
              <AddressTable organization={organization} />
            </>
          )}
        </Show>
      </Section>
      {isChanging && <AddressDialog close={() => setChanging(false)} changed={data.reload} />}
    </SettingsPage>
  );
}

function AddressTable({
  organization: { settlementAddress, chainAddresses },
}: {
  readonly organization: Organization;
}) {
  const rows = [{ chainId: null, address: settlementAddress }, ...chainAddresses];
  return (
    <Table
      caption={say("addresses.title")}
      rows={rows}
      keyOf={({ chainId }) => `${chainId}`}
      columns={[
        { name: say("addresses.network"), cell: ({ chainId }) => networkOf(chainId) },
        {
          name: say("addresses.address"),
          cell: ({ address }) => (
            <span class="row">
              <BlockchainAddress address={address} />
              <CopyButton text={address} what={say("addresses.copy")} />
            </span>
          ),
        },
      ]}
    />
  );
}

type PendingProps = { readonly organization: Organization; readonly changed: () => void };

function Pending({ organization: { pendingAddressChanges }, changed }: PendingProps) {
  const { client, announce } = useDashboard();
  const mayManage = useMay("manage");
  if (pendingAddressChanges.length === 0) return null;
  return (
    <div class="warning stack" role="status">
      <h3>{say("addresses.pending")}</h3>
      {pendingAddressChanges.map(({ chainId, address, effectiveAt }) => (
        <div key={`${chainId}`} class="stack">
          <p>
            {address === null
              ? say("addresses.pendingNone", { network: networkOf(chainId) })
              : say("addresses.pendingTo", { network: networkOf(chainId), address })}
            <br />
            {say("addresses.effective", { date: formatDateTime(effectiveAt) })}
          </p>
          {mayManage && (
            <div class="row">
              <ConfirmButton
                label={say("addresses.takeBack")}
                title={say("addresses.takeBackTitle")}
                text={say("addresses.takeBackText")}
                run={async () => {
                  await client.organization.cancelSettlementAddressChange(chainId ?? "default");
                  announce(say("addresses.takenBack"));
                  changed();
                }}
              />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
