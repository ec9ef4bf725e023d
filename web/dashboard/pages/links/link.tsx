import { useLocation } from "preact-iso";
import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { Link as LinkView } from "../../../../clients/typescript/types.ts";
import { ActiveBadge } from "../../components/active-badge.tsx";
import { CodeBlock } from "../../components/code-block.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
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
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { apiUrl, pathOf, pathWith } from "../../session/paths.ts";
import { useAction } from "../../session/use-action.ts";
import { useData } from "../../session/use-data.ts";
import { PaymentTable } from "../payments/payment-table.tsx";
import { LinkForm } from "./link-form.tsx";
import { paidOf } from "./links.tsx";
import { priceOf } from "./price.ts";

const parent = { name: say("links.title"), href: pathOf("links") };

/** One link: how to share it, what it took, and what can be changed. */
export function Link({ id = "" }: { readonly id?: string }) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const { query, route } = useLocation();
  const data = useData(() => client.links.retrieve(id), [id]);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("links.title")}
        parent={parent}
        missing={say("link.missing")}
        text={say("link.missingText")}
      />
    );
  }
  const { value } = data;
  const isEdited = maySell && query.edit === "1";
  return (
    <Page
      title={value?.title ?? say("links.title")}
      parent={parent}
      beside={value && <ActiveBadge isActive={value.active} />}
      actions={value && maySell && !isEdited && <LinkActions link={value} changed={data.reload} />}
    >
      <Show data={data}>
        {(link) =>
          isEdited ? (
            <LinkForm
              title={say("link.edit")}
              submitLabel={say("form.save")}
              link={link}
              submit={async (change) => {
                await client.links.update(id, change);
                announce(say("link.saved"));
                data.reload();
                route(pathOf("links", id));
              }}
            />
          ) : (
            <Parts link={link} />
          )
        }
      </Show>
    </Page>
  );
}

function Parts({ link }: { readonly link: LinkView }) {
  const { client } = useDashboard();
  const payments = useData(() => client.payments.list({ sourceId: link.id, limit: "10" }), [link.id]);
  const embed = `<script src="${apiUrl}/embed.js" defer></script>\n<a href="${link.url}" data-railsplit="button">${link.title.replace(/[<>&"]/g, "")}</a>`;
  return (
    <div class="columns">
      <div class="stack">
        <Section title={say("link.share")}>
          <ShareLink url={link.url} label={say("link.qr")}>
            <Facts
              facts={[
                [say("link.address"), <Id key="url" text={link.url} what={say("link.address")} />],
                [say("links.price"), priceOf(link)],
                [say("links.paid"), paidOf(link)],
                [say("links.created"), <Time key="created" at={link.createdAt} />],
              ]}
            />
          </ShareLink>
        </Section>
        <Section title={say("link.embed")} intro={say("link.embedText")}>
          <CodeBlock text={embed} what={say("link.embedLabel")} />
        </Section>
        <Section
          title={say("link.payments")}
          actions={
            <a class="text-link small" href={pathWith(pathOf("payments"), { q: link.id })}>
              {say("home.all")}
            </a>
          }
        >
          <Show data={payments}>
            {({ data }) =>
              data.length === 0 ? <p class="soft small">{say("payments.none")}</p> : <PaymentTable payments={data} />
            }
          </Show>
        </Section>
      </div>
      <PayerPreview
        amount={link.amount ?? link.minimumAmount ?? undefined}
        currency={link.currency}
        title={link.title}
        description={link.description ?? undefined}
      />
    </div>
  );
}

function LinkActions({ link, changed }: { readonly link: LinkView; readonly changed: () => void }) {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  const { error, run } = useAction(changed);
  const setActive = (active: boolean) =>
    run(() => client.links.update(link.id, { active }), say(active ? "link.activated" : "link.archived"));
  return (
    <>
      <Failure error={error} />
      <a class="button" href={link.url} target="_blank" rel="noreferrer">
        <Icon name="external" />
        {say("link.open")}
      </a>
      <a class="button" href={pathWith(pathOf("links", link.id), { edit: "1" })}>
        {say("link.edit")}
      </a>
      {/* It can be taken back: so nothing is asked. */}
      <button type="button" class="button" onClick={() => void setActive(!link.active)}>
        {link.active ? say("link.archive") : say("link.activate")}
      </button>
      <ConfirmButton
        label={say("link.delete")}
        title={say("link.deleteTitle")}
        text={say("link.deleteText")}
        run={async () => {
          await client.links.del(link.id);
          announce(say("link.deleted"));
          route(pathOf("links"));
        }}
      />
    </>
  );
}
