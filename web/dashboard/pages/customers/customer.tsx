import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import { Facts } from "../../components/facts.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { BindButton } from "./bind-button.tsx";
import { nameOf } from "./customers.tsx";
import { DepositsOf } from "./deposits.tsx";
import { ReferenceTable } from "./reference-table.tsx";

const parent = { name: say("customers.title"), href: pathOf("customers") };

/** One customer: where it pays in, and what came. */
export function Customer({ id = "" }: { readonly id?: string }) {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const data = useData(async () => {
    const [customer, references] = await Promise.all([
      client.customers.retrieve(id),
      client.depositReferences.list({ customerId: id, limit: 100 }),
    ]);
    return { customer, references: references.data };
  }, [id]);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("customers.title")}
        parent={parent}
        missing={say("customers.missing")}
        text={say("payment.noneText")}
      />
    );
  }
  const { value } = data;
  return (
    <Page title={value ? nameOf(value.customer) : say("customers.title")} parent={parent}>
      <Show data={data}>
        {({ customer, references }) => (
          <div class="columns">
            <div class="stack">
              <Section title={say("references.title")} actions={maySell && <BindButton customerId={customer.id} />}>
                {references.length === 0 ? (
                  <p class="soft small">{say("references.noneText")}</p>
                ) : (
                  <ReferenceTable references={references} />
                )}
              </Section>
              <DepositsOf filter={{ customerId: customer.id }} />
            </div>
            <Section title={say("payment.details")}>
              <Facts
                facts={[
                  [say("payment.id"), <Id key="id" text={customer.id} what={say("payment.id")} />],
                  customer.name !== null && [say("customers.name"), customer.name],
                  customer.externalId !== null && [say("payment.externalId"), customer.externalId],
                  [say("invoices.created"), <Time key="created" at={customer.createdAt} />],
                ]}
              />
            </Section>
          </div>
        )}
      </Show>
    </Page>
  );
}
