import { v7 as uuidv7 } from "uuid";
import { hashOf } from "../../support/payments-harness.ts";
import type { DashboardServer } from "./dashboard.ts";

// biome-ignore lint/suspicious/noExplicitAny: a client sees JSON.
export type Call = (method: string, path: string, body?: object) => Promise<any>;

const seller = "0x2222222222222222222222222222222222222222";

/** One that is due, one without lines, one that was taken back. Answers the first one's id. */
export async function writeInvoices(call: Call): Promise<string> {
  const voided = await call("POST", "/v1/invoices", { title: "Sample board", currency: "USD", amount: "35.00" });
  await call("POST", `/v1/invoices/${voided.id}/void`);
  await call("POST", "/v1/invoices", {
    title: "Donation to the workshop",
    currency: "EUR",
    allowCustomAmount: true,
    customer: { email: "friends@wood.example" },
  });
  const written = await call("POST", "/v1/invoices", {
    title: "Reading room, fitted",
    description: "Shelves along two walls and a desk by the window.",
    orderId: "project-31",
    currency: "EUR",
    lines: [
      { description: "Oak shelf, 240 cm", quantity: "6", unitPrice: "389.00" },
      { description: "Desk", unitPrice: "980.00" },
      { description: "Fitting, hours", quantity: "12.5", unitPrice: "64.00" },
    ],
    taxes: [{ name: "VAT", rate: "19" }],
    customer: { name: "Lina Berg", email: "lina@berg.example", address: "Am Wall 12\n10115 Berlin" },
    dueDate: "2027-01-15",
    reminderPreset: "STANDARD",
    notify: true,
    allowPartialPayments: true,
  });
  await call("POST", `/v1/invoices/${written.id}/credit-notes`, { amount: "64.00", reason: "One hour less" });
  return written.id;
}

/** A customer with an address for ever, and what came there. */
export async function bindAddresses(server: DashboardServer, call: Call, now: number) {
  const customer = await call("POST", "/v1/customers", { name: "Nordhof joinery", externalId: "account-4711" });
  const reference = await call("POST", "/v1/deposit-references", {
    reference: "account-4711",
    customerId: customer.id,
    sellers: [{ address: seller, percent: "12.5" }],
  });
  const { id: termsId } = await server.database.selectFrom("standingTerms").select("id").executeTakeFirstOrThrow();
  const bound = await server.database
    .selectFrom("depositReferences")
    .select(["id", "customerId"])
    .executeTakeFirstOrThrow();
  for (const [index, status] of (["CONFIRMED", "PENDING"] as const).entries()) {
    const at = new Date(now - (2 - index) * 3_600_000);
    await server.database
      .insertInto("standingDeposits")
      .values({
        id: uuidv7({ msecs: at.getTime() }),
        organizationId: server.organizationId,
        mode: "test",
        termsId,
        referenceId: bound.id,
        customerId: bound.customerId,
        chainId: 8453,
        token: "USDC",
        tokenAddress: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
        amount: 250_000_000n + BigInt(index) * 40_500_000n,
        sender: "0x28C6c06298d514Db089934071355E5743bf21d60",
        address: reference.addresses[0].address,
        transactionHash: hashOf(`deposit ${index}`),
        logIndex: 0,
        blockNumber: 1_000n + BigInt(index),
        blockHash: hashOf(`deposit block ${index}`),
        blockTime: at,
        status,
        createdAt: at,
        confirmedAt: status === "CONFIRMED" ? at : null,
      })
      .execute();
  }
  return { customerId: customer.id as string, referenceId: reference.id as string };
}
