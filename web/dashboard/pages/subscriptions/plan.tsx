import { useLocation } from "preact-iso";
import { NotFoundError } from "../../../../clients/typescript/errors.ts";
import type { RecurringPlan } from "../../../../clients/typescript/types.ts";
import { ActiveBadge } from "../../components/active-badge.tsx";
import { Facts } from "../../components/facts.tsx";
import { Failure } from "../../components/failure.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { MissingPage } from "../../components/missing-page.tsx";
import { Page } from "../../components/page.tsx";
import { Section } from "../../components/section.tsx";
import { Time } from "../../components/time.tsx";
import { say, sayCount } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { useAction } from "../../session/use-action.ts";
import { useData } from "../../session/use-data.ts";
import { PlanForm } from "./plan-form.tsx";
import { customerOf } from "./plans.tsx";
import { priceOf } from "./price.ts";

const parent = { name: say("plans.title"), href: pathOf("subscriptions", "plans") };

/** One plan: what it invoices, to whom and when next. */
export function Plan({ id = "" }: { readonly id?: string }) {
  const { client, announce } = useDashboard();
  const maySell = useMay("sell");
  const { query, route } = useLocation();
  const data = useData(() => client.recurringPlans.retrieve(id), [id]);
  if (data.error instanceof NotFoundError) {
    return (
      <MissingPage
        title={say("plans.title")}
        parent={parent}
        missing={say("plan.missing")}
        text={say("link.missingText")}
      />
    );
  }
  const { value } = data;
  const isEdited = maySell && query.edit === "1";
  return (
    <Page
      title={value?.title ?? say("plans.title")}
      parent={parent}
      beside={value && <ActiveBadge isActive={value.active} otherwise={say("plan.state.stopped")} />}
      actions={value && maySell && !isEdited && <PlanActions plan={value} changed={data.reload} />}
    >
      <Show data={data}>
        {(plan) =>
          isEdited ? (
            <PlanForm
              title={say("plan.edit")}
              submitLabel={say("form.save")}
              plan={plan}
              submit={async (change) => {
                await client.recurringPlans.update(id, change);
                announce(say("plan.saved"));
                data.reload();
                route(pathOf("subscriptions", "plans", id));
              }}
            />
          ) : (
            <PlanFacts plan={plan} />
          )
        }
      </Show>
    </Page>
  );
}

function PlanFacts({ plan }: { readonly plan: RecurringPlan }) {
  const { customer, description, endsAt, nextInvoiceAt } = plan;
  return (
    <Section title={say("payment.details")}>
      <Facts
        facts={[
          [say("payment.id"), <Id key="id" text={plan.id} what={say("payment.id")} />],
          [say("links.price"), priceOf(plan)],
          [say("package.timeZone"), plan.timeZone],
          [say("invoices.customer"), customerOf(plan)],
          customer.email !== null && [
            say("invoices.email"),
            <a key="email" class="text-link" href={pathWith(pathOf("invoices"), { q: customer.email })}>
              {customer.email}
            </a>,
          ],
          description !== null && [say("plan.note"), description],
          [say("plan.dueDays"), sayCount("package.days", plan.dueDays)],
          [say("invoices.reminders"), say(`invoices.reminders.${plan.reminderPreset}`)],
          [say("plan.starts"), <Time key="starts" at={plan.startsAt} />],
          endsAt !== null && [say("plan.ends"), <Time key="ends" at={endsAt} />],
          nextInvoiceAt !== null && [say("subscriptions.next"), <Time key="next" at={nextInvoiceAt} />],
          [say("invoices.created"), <Time key="created" at={plan.createdAt} />],
        ]}
      />
    </Section>
  );
}

function PlanActions({ plan, changed }: { readonly plan: RecurringPlan; readonly changed: () => void }) {
  const { client } = useDashboard();
  const { error, run } = useAction(changed);
  const setActive = (active: boolean) =>
    run(() => client.recurringPlans.update(plan.id, { active }), say(active ? "plan.activated" : "plan.stopped"));
  return (
    <>
      <Failure error={error} />
      <a class="button" href={pathWith(pathOf("subscriptions", "plans", plan.id), { edit: "1" })}>
        {say("plan.edit")}
      </a>
      {/* It can be taken back: so nothing is asked. */}
      <button type="button" class="button" onClick={() => void setActive(!plan.active)}>
        {plan.active ? say("plan.stop") : say("plan.goOn")}
      </button>
    </>
  );
}
