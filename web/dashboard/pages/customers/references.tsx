import { useLocation } from "preact-iso";
import type { DepositReference } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { SearchForm } from "../../components/search-form.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { BindButton } from "./bind-button.tsx";
import { CustomersPage } from "./customers-page.tsx";
import { ReferenceTable } from "./reference-table.tsx";

/** Addresses for ever, by what they are bound to. */
export function References() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { query } = useLocation();
  const { q } = query;
  const page = usePages<DepositReference>(
    (cursor) => client.depositReferences.list({ ...(q && { reference: q }), ...(cursor && { cursor }) }),
    [q],
  );
  const bind = maySell && <BindButton />;
  return (
    <CustomersPage actions={bind}>
      <SearchForm path={pathOf("customers", "addresses")} label={say("references.search")} q={q} />
      <Show data={page}>
        {({ data }) =>
          data.length > 0 ? (
            <ReferenceTable references={data} />
          ) : (
            <Empty title={say(q ? "references.noneFound" : "references.none")} text={say("references.noneText")}>
              {bind}
            </Empty>
          )
        }
      </Show>
      <Pager {...page} />
    </CustomersPage>
  );
}
