import { useLocation } from "preact-iso";
import { Page } from "../../components/page.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { PlanForm } from "./plan-form.tsx";
import { calendarOf } from "./price-fields.tsx";

export function NewPlan() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  return (
    <Page title={say("plan.createTitle")} parent={{ name: say("plans.title"), href: pathOf("subscriptions", "plans") }}>
      <PlanForm
        title={say("plan.createTitle")}
        submitLabel={say("plan.create")}
        submit={async (plan, typed) => {
          const { startsAt } = typed;
          const begins = startsAt === undefined ? {} : { startsAt: new Date(startsAt).toISOString() };
          const { id } = await client.recurringPlans.create({ ...plan, ...calendarOf(typed), ...begins });
          announce(say("plan.made"));
          route(pathOf("subscriptions", "plans", id));
        }}
      />
    </Page>
  );
}
