import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { BillingCycle, Subscription as SubscriptionView } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { type Fact, Facts } from "../../components/facts.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { priceOf } from "./price.ts";
import { SubscriptionActions } from "./subscription-actions.tsx";
import { SubscriptionStatus } from "./subscription-status.tsx";

const parent = { name: say("subscriptions.title"), href: pathOf("subscriptions") };

/** One subscription: its terms, its periods with their invoices, and what can be done about it. */
export function Subscription({ id = "" }: { readonly id?: string }) {
  const { client } = useDashboard();
  const maySell = useMay("sell");
  const data = useData(() => client.subscriptions.retrieve(id), [id]);
  useRefresh(data.reload, 30);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("subscriptions.title")}
        parent={parent}
        missing={say("subscription.missing")}
        text={say("link.missingText")}
      />
    );
  }
  const { value } = data;
  return (
    <Page
      title={value ? (value.customer.name ?? value.customer.email) : say("subscriptions.title")}
      parent={parent}
      beside={value && <SubscriptionStatus {...value} />}
      actions={value && maySell && <SubscriptionActions subscription={value} changed={data.reload} />}
    >
      <Show data={data}>
        {(subscription) => (
          <div class="columns">
            <Cycles subscription={subscription} />
            <SubscriptionFacts subscription={subscription} />
          </div>
        )}
      </Show>
    </Page>
  );
}

const tones: Readonly<Record<BillingCycle["status"], Tone>> = { OPEN: "waiting", PAID: "good", CLOSED: "plain" };

/** Each period that was invoiced, the last one first. */
function Cycles({ subscription }: { readonly subscription: SubscriptionView }) {
  const { client } = useDashboard();
  const { id, latestCycle } = subscription;
  const page = usePages<BillingCycle>(
    (cursor) => client.subscriptions.cycles(id, { limit: 20, ...(cursor && { cursor }) }),
    [id, latestCycle?.id, latestCycle?.status],
  );
  return (
    <Section title={say("subscription.cycles")}>
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <p class="soft small">{say("subscription.noCycles")}</p>
          ) : (
            <Table
              caption={say("subscription.cycles")}
              rows={data}
              keyOf={(cycle) => cycle.id}
              columns={[
                {
                  name: say("subscription.period"),
                  cell: ({ startsAt, invoiceId }) => (
                    <a class="row-link" href={pathOf("invoices", invoiceId)}>
                      <Time at={startsAt} isShort />
                    </a>
                  ),
                },
                {
                  name: say("subscription.until"),
                  isWide: true,
                  cell: ({ endsAt }) => <Time at={endsAt} isShort />,
                },
                {
                  name: say("invoices.state"),
                  cell: ({ status }) => <Badge text={say(`subscription.cycle.${status}`)} tone={tones[status]} />,
                },
                { name: say("invoices.due"), isFigure: true, cell: ({ dueAt }) => <Time at={dueAt} isShort /> },
              ]}
            />
          )
        }
      </Show>
      <Pager {...page} />
    </Section>
  );
}

function SubscriptionFacts({ subscription }: { readonly subscription: SubscriptionView }) {
  const { customer, externalCustomerRef, packageId, title, change, cancelReason } = subscription;
  const at = (name: string, instant: string | null): Fact | false =>
    instant !== null && [name, <Time key={name} at={instant} />];
  return (
    <Section title={say("payment.details")}>
      <Facts
        facts={[
          [say("payment.id"), <Id key="id" text={subscription.id} what={say("payment.id")} />],
          [
            say("subscriptions.package"),
            <a key="package" class="text-link" href={pathOf("subscriptions", "packages", packageId)}>
              {title}
            </a>,
          ],
          [say("links.price"), priceOf(subscription)],
          change !== null && [
            say("subscription.change"),
            say("subscriptions.packageAndPrice", { name: change.title, price: priceOf(change) }),
          ],
          [say("invoices.email"), customer.email],
          externalCustomerRef !== null && [say("subscriptions.reference"), externalCustomerRef],
          at(say("subscription.trialEnds"), subscription.trialEndsAt),
          at(say("subscription.activated"), subscription.activatedAt),
          at(say("subscription.periodEnds"), subscription.currentPeriodEnd),
          at(say("subscriptions.next"), subscription.nextInvoiceAt),
          at(say("subscription.pausedAt"), subscription.pausedAt),
          at(say("subscription.cancelledAt"), subscription.cancelledAt),
          cancelReason !== null && [say("subscription.reason"), say(`subscription.reason.${cancelReason}`)],
          at(say("invoices.created"), subscription.createdAt),
        ]}
      />
    </Section>
  );
}
