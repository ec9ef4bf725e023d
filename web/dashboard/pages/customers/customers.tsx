import { useLocation } from "preact-iso";
import type { Customer } from "../../../../clients/typescript/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Field } from "../../components/field.tsx";
import { FormButton } from "../../components/form-button.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { SearchForm } from "../../components/search-form.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { CustomersPage } from "./customers-page.tsx";

/** Who pays in again and again. */
export function Customers() {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const { query } = useLocation();
  const { q } = query;
  const page = usePages<Customer>(
    (cursor) => client.customers.list({ ...(q && { externalId: q }), ...(cursor && { cursor }) }),
    [q],
  );
  const create = maySell && <NewCustomer />;
  return (
    <CustomersPage actions={create}>
      <SearchForm path={pathOf("customers")} label={say("customers.search")} q={q} />
      <Show data={page}>
        {({ data }) =>
          data.length > 0 ? (
            <Table
              caption={say("customers.title")}
              rows={data}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: say("customers.name"),
                  cell: (customer) => (
                    <a class="row-link" href={pathOf("customers", customer.id)}>
                      {nameOf(customer)}
                    </a>
                  ),
                },
                { name: say("payment.externalId"), cell: ({ externalId }) => externalId ?? "–" },
                {
                  name: say("invoices.created"),
                  isWide: true,
                  isFigure: true,
                  cell: ({ createdAt }) => <Time at={createdAt} isShort />,
                },
              ]}
            />
          ) : q ? (
            <Empty title={say("customers.noneFound")} text={say("customers.noneFoundText")}>
              <a class="button" href={pathOf("customers")}>
                {say("payments.clear")}
              </a>
            </Empty>
          ) : (
            <Empty title={say("customers.none")} text={say("customers.noneText")}>
              {create}
            </Empty>
          )
        }
      </Show>
      <Pager {...page} />
    </CustomersPage>
  );
}

export function nameOf({ name, externalId, id }: Customer): string {
  return name ?? externalId ?? id;
}

function NewCustomer() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  return (
    <FormButton
      look="new"
      label={say("customers.new")}
      submitLabel={say("customers.create")}
      submit={async ({ name, externalId }) => {
        const { id } = await client.customers.create({ name: name ?? null, externalId: externalId ?? null });
        announce(say("customers.made"));
        route(pathOf("customers", id));
      }}
    >
      <Field name="name" label={say("customers.name")} hint={say("customers.nameHint")} maxLength={255} />
      <Field
        name="externalId"
        label={say("newPayment.externalId")}
        hint={say("customers.externalIdHint")}
        maxLength={255}
      />
    </FormButton>
  );
}
