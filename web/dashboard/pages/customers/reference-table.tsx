import type { DepositReference } from "../../../../clients/typescript/types.ts";
import { Badge } from "../../components/badge.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { shortAddress } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { pathOf } from "../../session/paths.ts";

export function ReferenceTable({ references }: { readonly references: readonly DepositReference[] }) {
  return (
    <Table
      caption={say("references.title")}
      rows={references}
      keyOf={({ id }) => id}
      columns={[
        {
          name: say("references.reference"),
          cell: ({ id, reference }) => (
            <a class="row-link" href={pathOf("customers", "addresses", id)}>
              {reference}
            </a>
          ),
        },
        { name: say("references.addresses"), cell: firstOf },
        { name: say("invoices.state"), cell: ({ bound }) => <ReferenceState isBound={bound} /> },
        {
          name: say("invoices.created"),
          isWide: true,
          isFigure: true,
          cell: ({ createdAt }) => <Time at={createdAt} isShort />,
        },
      ]}
    />
  );
}

/** The first that is given out now; how many there are beside it the reference's page shows. */
function firstOf({ addresses }: DepositReference) {
  const current = addresses.filter((each) => each.current);
  const [first] = current;
  if (!first) return "–";
  const [chain] = first.chainIds;
  const others = current.length - 1;
  return (
    <span class="cell-lines">
      <code class="nowrap">{shortAddress(first.address)}</code>
      {current.length > 1 && chain !== undefined && (
        <span class="soft small">{say("references.others", { chain: chainName(chain), count: others })}</span>
      )}
    </span>
  );
}

export function ReferenceState({ isBound }: { readonly isBound: boolean }) {
  return isBound ? (
    <Badge text={say("references.bound")} tone="good" />
  ) : (
    <Badge text={say("references.unbound")} tone="plain" />
  );
}
