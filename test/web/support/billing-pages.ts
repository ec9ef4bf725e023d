import type { Page } from "playwright-core";
import type { subscriptionsOf } from "../../support/subscriptions.ts";
import type { TestServer } from "../../support/test-server.ts";

/** What a customer sees of a subscription, in the order of its life. */
export type BillingPageName =
  | "package"
  | "package-frame"
  | "package-manage"
  | "invoice-open"
  | "invoice-paid"
  | "portal"
  | "portal-asked";

type Billing = ReturnType<typeof subscriptionsOf>;

/** Goes through the pages of a new subscription, and shows each. */
export async function walkBilling(
  { server, billing, page }: { readonly server: TestServer; readonly billing: Billing; readonly page: Page },
  customerEmail: string,
  show: (name: BillingPageName) => Promise<void>,
): Promise<void> {
  const { slug } = await billing.newPackage({
    name: "Pro Support",
    description: "Answers within a day.",
    trialDays: 0,
  });
  const { subscription } = await billing.subscribe({ packageId: slug, customerEmail, customerName: "Ann Example" });
  const [cycle] = await billing.cyclesOf(subscription.id);
  const publicId = cycle?.publicId ?? "";
  const look = async (name: BillingPageName, path: string) => {
    await page.goto(`${server.url}${path}`);
    await show(name);
  };
  await look("package", `/s/${slug}`);
  await look("package-frame", `/embed/subscription/${slug}`);
  await look("package-manage", `/s/${slug}/manage`);
  await look("invoice-open", `/i/${publicId}`);
  await billing.pay(await billing.visit({ publicId }));
  await billing.work();
  await look("invoice-paid", `/i/${publicId}`);
  await look("portal", await portalOf(server, customerEmail));
  await page.getByRole("button", { name: "Cancel" }).click();
  await show("portal-asked");
}

/** The link to a subscription that was mailed to an address. */
async function portalOf({ database, context }: TestServer, recipient: string): Promise<string> {
  const mails = database.selectFrom("mailOutbox").selectAll().where("recipient", "=", recipient);
  const { id, data } = await mails.where("template", "=", "subscription-link").executeTakeFirstOrThrow();
  return new URL(JSON.parse(context.secretBox.open(data ?? "", `mail_outbox/${id}`)).url).pathname;
}
