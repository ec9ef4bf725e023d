import { useState } from "preact/hooks";
import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { Mandate as MandateView } from "../../../../clients/typescript/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { Icon } from "../../components/icon.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { ShareLink } from "../../components/share-link.tsx";
import { Time } from "../../components/time.tsx";
import { formatCount } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { ChargeButton } from "./charge-button.tsx";
import { Charges } from "./charges.tsx";
import { MandateStatus } from "./mandate-status.tsx";
import { priceOf } from "./price.ts";

const parent = { name: say("mandates.title"), href: pathOf("subscriptions", "mandates") };

/** One mandate: where its payer signs it, what was charged by it, and what can be done about it. */
export function Mandate({ id = "" }: { readonly id?: string }) {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const data = useData(() => client.mandates.retrieve(id), [id]);
  const [changes, setChanges] = useState(0);
  useRefresh(data.reload, 30);
  const changed = () => {
    data.reload();
    setChanges((before) => before + 1);
  };
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("mandates.title")}
        parent={parent}
        missing={say("mandate.missing")}
        text={say("link.missingText")}
      />
    );
  }
  const { value } = data;
  return (
    <Page
      title={value?.title ?? say("mandates.title")}
      parent={parent}
      beside={value && <MandateStatus status={value.status} />}
      actions={value && maySell && <MandateActions mandate={value} changed={changed} />}
    >
      <Show data={data}>
        {(mandate) => (
          <div class="columns">
            <div class="stack">
              <Section title={say("link.share")} intro={say("mandate.shareText")}>
                <ShareLink url={mandate.url} label={say("mandate.qr")}>
                  <Facts
                    facts={[
                      [say("link.address"), <Id key="url" text={mandate.url} what={say("link.address")} />],
                      [say("links.price"), priceOf(mandate)],
                    ]}
                  />
                </ShareLink>
              </Section>
              <Charges mandate={mandate} changes={changes} />
            </div>
            <MandateFacts mandate={mandate} />
          </div>
        )}
      </Show>
    </Page>
  );
}

function MandateFacts({ mandate }: { readonly mandate: MandateView }) {
  const { payer, collector, cancelledBy, parts } = mandate;
  const at = (name: string, instant: string | null): Fact | false =>
    instant !== null && [name, <Time key={name} at={instant} />];
  return (
    <Section title={say("payment.details")}>
      <Facts
        facts={[
          [say("payment.id"), <Id key="id" text={mandate.id} what={say("payment.id")} />],
          [say("payments.chain"), chainName(mandate.chainId)],
          [say("mandate.periods"), formatCount(mandate.periods)],
          payer !== null && [say("mandates.payer"), <Id key="payer" text={payer} what={say("mandates.payer")} />],
          ...parts.map(
            ({ recipient, percent }): Fact => [
              say("references.part", { percent }),
              <Id key={recipient} text={recipient} what={say("payment.recipient")} />,
            ],
          ),
          [say("mandate.fee"), say("mandate.percent", { percent: mandate.feePercent })],
          collector !== null && [
            say("mandate.collector"),
            <Id key="collector" text={collector} what={say("mandate.collector")} />,
          ],
          at(say("mandate.first"), mandate.startsAt),
          at(say("mandate.last"), mandate.lastChargeAt),
          at(say("mandate.signed"), mandate.signedAt),
          mandate.status === "PENDING" && at(say("mandate.until"), mandate.expiresAt),
          at(say("mandate.ended"), mandate.endedAt),
          cancelledBy !== null && [say("mandate.endedBy"), say(`mandate.endedBy.${cancelledBy}`)],
          at(say("invoices.created"), mandate.createdAt),
        ]}
      />
    </Section>
  );
}

type ActionsProps = { readonly mandate: MandateView; readonly changed: () => void };

function MandateActions({ mandate, changed }: ActionsProps) {
  const { client, announce } = useDashboard();
  const { id, status, collector } = mandate;
  const isOpen = status === "PENDING" || status === "ACTIVE";
  return (
    <>
      <a class="button" href={mandate.url} target="_blank" rel="noreferrer">
        <Icon name="external" />
        {say("link.open")}
      </a>
      {status === "ACTIVE" && collector === null && <ChargeButton mandate={mandate} changed={changed} />}
      {isOpen && (
        <ConfirmButton
          label={say("mandate.cancel")}
          title={say("mandate.cancelTitle")}
          text={say("mandate.cancelText")}
          run={async () => {
            await client.mandates.cancel(id);
            announce(say("mandate.cancelled"));
            changed();
          }}
        />
      )}
    </>
  );
}
