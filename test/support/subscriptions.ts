import { operator } from "../../src/access/audit-log.ts";
import { hearInvoices } from "../../src/subscriptions/hear-invoices.ts";
import {
  changeSubscription,
  createPackage,
  createPlan,
  createSubscription,
  loadSubscription,
  type PackageInput,
  type PlanInput,
  type SubscriptionAction,
  type SubscriptionInput,
  subscriptionId,
} from "../../src/subscriptions/index.ts";
import { runDuePlans } from "../../src/subscriptions/run-plans.ts";
import { runDueSubscriptions } from "../../src/subscriptions/run-subscriptions.ts";
import { invoicePayments } from "./invoice-payments.ts";
import type { TestServer } from "./test-server.ts";

const monthly = { name: "Pro Support", currency: "USD", amount: "99.00", interval: "MONTHLY" } as const;

/** Packages, plans and subscriptions of a server, and what its worker does for them, each when the test says so. */
export function subscriptionsOf(server: () => TestServer) {
  const payments = invoicePayments(server);
  const owner = () => ({ organizationId: server().organizationId, mode: "test" as const });
  const merchant = () => {
    const organizations = server().database.selectFrom("organizations").selectAll();
    return organizations.where("id", "=", server().organizationId).executeTakeFirstOrThrow();
  };
  const newPackage = async (changes: Partial<PackageInput> = {}) =>
    createPackage(server().context, await merchant(), "test", { ...monthly, ...changes }, operator);

  /** All that a worker does until there is nothing to do. */
  async function work(): Promise<void> {
    const { context } = server();
    for (let isBusy = true; isBusy; ) {
      await payments.hear();
      await hearInvoices(context);
      const due = () =>
        context.database
          .selectFrom("subscriptions")
          .select("id")
          .where("nextActionAt", "<=", context.clock())
          .executeTakeFirst();
      isBusy = (await runDueSubscriptions(context)) || (await runDuePlans(context)) || (await due()) !== undefined;
    }
  }

  return {
    ...payments,
    work,
    newPackage,
    newPlan: async (input: Partial<PlanInput> & { readonly title: string }) =>
      createPlan(
        server().context,
        await merchant(),
        "test",
        { currency: "USD", amount: "250.00", interval: "MONTHLY", ...input },
        operator,
      ),
    subscribe: async (input: Omit<SubscriptionInput, "customerEmail"> & { readonly customerEmail?: string }) =>
      createSubscription(
        server().context,
        await merchant(),
        "test",
        { customerEmail: "ann@client.example", ...input },
        operator,
      ),
    change: (uuid: string, action: SubscriptionAction) =>
      changeSubscription(server().context, subscriptionId(uuid), action, owner(), operator),
    read: (uuid: string) => loadSubscription(server().database, subscriptionId(uuid), owner()),
    cyclesOf: (uuid: string) =>
      server()
        .database.selectFrom("billingCycles")
        .innerJoin("invoices", "invoices.id", "billingCycles.invoiceId")
        .selectAll("billingCycles")
        .select(["invoices.publicId", "invoices.total", "invoices.dueDate", "invoices.description"])
        .where((row) => row.or([row("subscriptionId", "=", uuid), row("planId", "=", uuid)]))
        .orderBy("period")
        .execute(),
    eventsOf: async (uuid: string) => {
      const events = server().database.selectFrom("events").select("type").where("subjectId", "=", uuid);
      return (await events.orderBy("sequence").execute()).map(({ type }) => type.replace("subscription.", ""));
    },
    mailsTo: async (address: string) => {
      const mails = server().database.selectFrom("mailOutbox").select(["template", "createdAt"]);
      return mails.where("recipient", "=", address).orderBy("createdAt").orderBy("id").execute();
    },
  };
}
