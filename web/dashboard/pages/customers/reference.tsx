import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { DepositReference } from "../../../../clients/typescript/types.ts";
import { Badge } from "../../components/badge.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Facts } from "../../components/facts.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { ShareLink } from "../../components/share-link.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { BindButton } from "./bind-button.tsx";
import { DepositsOf } from "./deposits.tsx";
import { ReferenceState } from "./reference-table.tsx";

const parent = { name: say("references.title"), href: pathOf("customers", "addresses") };

/** One reference with all addresses that it ever had, and what came there. */
export function Reference({ id = "" }: { readonly id?: string }) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const data = useData(() => client.depositReferences.retrieve(id), [id]);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("references.title")}
        parent={parent}
        missing={say("references.missing")}
        text={say("payment.noneText")}
      />
    );
  }
  const { value } = data;
  return (
    <Page
      title={value?.reference ?? say("references.title")}
      parent={parent}
      beside={value && <ReferenceState isBound={value.bound} />}
      actions={
        value &&
        maySell && (
          <>
            <BindButton customerId={value.customerId} reference={value.reference} bound={data.reload} />
            {value.bound && (
              <ConfirmButton
                label={say("references.unbind")}
                title={say("references.unbindTitle")}
                text={say("references.unbindText")}
                run={async () => {
                  await client.depositReferences.unbind(id);
                  announce(say("references.unbindDone"));
                  data.reload();
                }}
              />
            )}
          </>
        )
      }
    >
      <Show data={data}>
        {(reference) => (
          <div class="columns">
            <div class="stack">
              <p class="warning">{say("references.noReturn")}</p>
              {reference.addresses.map((address) => (
                <Address key={address.address} address={address} />
              ))}
              <DepositsOf filter={{ referenceId: reference.id }} />
            </div>
            <Section title={say("payment.details")}>
              <Facts
                facts={[
                  [say("payment.id"), <Id key="id" text={reference.id} what={say("payment.id")} />],
                  [
                    say("invoices.customer"),
                    <a key="customer" class="text-link" href={pathOf("customers", reference.customerId)}>
                      {say("references.toCustomer")}
                    </a>,
                  ],
                  [say("invoices.created"), <Time key="created" at={reference.createdAt} />],
                  reference.unboundAt !== null && [
                    say("references.unboundAt"),
                    <Time key="unbound" at={reference.unboundAt} />,
                  ],
                ]}
              />
            </Section>
          </div>
        )}
      </Show>
    </Page>
  );
}

function Address({
  address: { address, chainIds, current, parts, terms },
}: {
  readonly address: DepositReference["addresses"][number];
}) {
  return (
    <Section
      title={say("references.address")}
      actions={!current && <Badge text={say("references.earlier")} tone="attention" />}
    >
      <ShareLink url={address} label={say("references.qr")}>
        <Facts
          facts={[
            [say("references.address"), <Id key="address" text={address} what={say("references.address")} />],
            [say("payment.chains"), chainIds.map(chainName).join(", ")],
            ...parts.map(({ recipient, percent }): [string, preact.ComponentChild] => [
              say("references.part", { percent }),
              <Id key={recipient} text={recipient} what={say("payment.recipient")} />,
            ]),
          ]}
        />
      </ShareLink>
      <details>
        <summary>{say("references.terms")}</summary>
        <CodeBlock text={JSON.stringify(terms, null, 2)} what={say("references.terms")} />
      </details>
    </Section>
  );
}
