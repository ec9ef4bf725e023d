import { useLocation } from "preact-iso";
import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { SubscriptionPackage } from "../../../../clients/typescript/types.ts";
import { ActiveBadge } from "../../components/active-badge.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { Facts } from "../../components/facts.tsx";
import { Failure } from "../../components/failure.tsx";
import { Icon } from "../../components/icon.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { PayerPreview } from "../../components/payer-preview.tsx";
import { Section } from "../../components/section.tsx";
import { ShareLink } from "../../components/share-link.tsx";
import { Time } from "../../components/time.tsx";
import { say, sayCount } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { apiUrl, pathOf, pathWith } from "../../session/paths.ts";
import { useAction } from "../../session/use-action.ts";
import { useData } from "../../session/use-data.ts";
import { PackageForm } from "./package-form.tsx";
import { priceOf } from "./price.ts";
import { SubscriptionTable } from "./subscriptions.tsx";

const parent = { name: say("packages.title"), href: pathOf("subscriptions", "packages") };

/** One package: how to offer it, who has subscribed, and what can be changed for those who come later. */
export function Package({ id = "" }: { readonly id?: string }) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const { query, route } = useLocation();
  const data = useData(() => client.subscriptionPackages.retrieve(id), [id]);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("packages.title")}
        parent={parent}
        missing={say("package.missing")}
        text={say("link.missingText")}
      />
    );
  }
  const { value } = data;
  const isEdited = maySell && query.edit === "1";
  return (
    <Page
      title={value?.name ?? say("packages.title")}
      parent={parent}
      beside={value && <ActiveBadge isActive={value.active} />}
      actions={value && maySell && !isEdited && <PackageActions offered={value} changed={data.reload} />}
    >
      <Show data={data}>
        {(offered) =>
          isEdited ? (
            <PackageForm
              title={say("package.edit")}
              submitLabel={say("form.save")}
              offered={offered}
              submit={async (change) => {
                await client.subscriptionPackages.update(id, change);
                announce(say("package.saved"));
                data.reload();
                route(pathOf("subscriptions", "packages", id));
              }}
            />
          ) : (
            <Parts offered={offered} />
          )
        }
      </Show>
    </Page>
  );
}

function Parts({ offered }: { readonly offered: SubscriptionPackage }) {
  const { client } = useDashboard();
  const subscriptions = useData(() => client.subscriptions.list({ packageId: offered.id, limit: 10 }), [offered.id]);
  const widget = `<script src="${apiUrl}/widget/subscription.js" async></script>\n<div data-railsplit-package="${offered.id}"></div>`;
  const frame = `<iframe src="${apiUrl}/embed/subscription/${offered.id}" title="${say("package.frameTitle")}" width="420" height="520" style="border: none"></iframe>`;
  return (
    <div class="columns">
      <div class="stack">
        <Section title={say("link.share")}>
          <ShareLink url={offered.url} label={say("package.qr")}>
            <Facts
              facts={[
                [say("link.address"), <Id key="url" text={offered.url} what={say("link.address")} />],
                [say("links.price"), priceOf(offered)],
                [say("package.timeZone"), offered.timeZone],
                offered.trialDays > 0 && [say("package.trial"), sayCount("package.days", offered.trialDays)],
                [say("package.grace"), sayCount("package.days", offered.graceDays)],
                [say("links.created"), <Time key="created" at={offered.createdAt} />],
              ]}
            />
          </ShareLink>
        </Section>
        <Section title={say("link.embed")} intro={say("package.embedText")}>
          <CodeBlock text={widget} what={say("package.embedLabel")} />
          <p class="soft small">{say("package.frameText")}</p>
          <CodeBlock text={frame} what={say("package.frameLabel")} />
        </Section>
        <Section title={say("subscriptions.title")}>
          <Show data={subscriptions}>
            {({ data }) =>
              data.length === 0 ? (
                <p class="soft small">{say("package.nobody")}</p>
              ) : (
                <SubscriptionTable subscriptions={data} />
              )
            }
          </Show>
        </Section>
      </div>
      <PayerPreview
        amount={offered.amount}
        currency={offered.currency}
        title={offered.name}
        description={offered.description ?? undefined}
      />
    </div>
  );
}

function PackageActions({ offered, changed }: { readonly offered: SubscriptionPackage; readonly changed: () => void }) {
  const { client } = useDashboard();
  const { error, run } = useAction(changed);
  const setActive = (active: boolean) =>
    run(
      () => client.subscriptionPackages.update(offered.id, { active }),
      say(active ? "package.activated" : "package.archived"),
    );
  return (
    <>
      <Failure error={error} />
      <a class="button" href={offered.url} target="_blank" rel="noreferrer">
        <Icon name="external" />
        {say("link.open")}
      </a>
      <a class="button" href={pathWith(pathOf("subscriptions", "packages", offered.id), { edit: "1" })}>
        {say("package.edit")}
      </a>
      {/* It can be taken back: so nothing is asked. */}
      <button type="button" class="button" onClick={() => void setActive(!offered.active)}>
        {offered.active ? say("link.archive") : say("link.activate")}
      </button>
    </>
  );
}
