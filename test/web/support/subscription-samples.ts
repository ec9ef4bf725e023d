import { v7 as uuidv7 } from "uuid";
import { anyMandate } from "../../support/mandates.ts";
import { hashOf } from "../../support/payments-harness.ts";
import type { DashboardServer } from "./dashboard.ts";
import type { Call } from "./invoice-samples.ts";

const day = 24 * 3_600_000;
const payer = "0x28C6c06298d514Db089934071355E5743bf21d60";

/** A package with customers, and what is invoiced without one. Answers the ids of one of each. */
export async function writeSubscriptions(call: Call) {
  const offered = await call("POST", "/v1/subscription-packages", {
    name: "Wood of the month",
    description: "A board of another tree each month, with its story.",
    currency: "EUR",
    amount: "24.00",
    interval: "MONTHLY",
    timeZone: "Europe/Berlin",
    trialDays: 14,
  });
  const archived = await call("POST", "/v1/subscription-packages", {
    name: "Tool library",
    currency: "USD",
    amount: "180.00",
    interval: "YEARLY",
  });
  await call("PATCH", `/v1/subscription-packages/${archived.id}`, { active: false });
  const subscribe = (customerEmail: string, more: object = {}) =>
    call("POST", "/v1/subscriptions", { packageId: offered.id, customerEmail, ...more });
  await subscribe("sara@lind.example", { customerName: "Sara Lind" });
  const invoiced = await subscribe("jonas@holm.example", { customerName: "Jonas Holm", trialDays: 0 });
  const ended = await subscribe("mika@aho.example");
  await call("POST", `/v1/subscriptions/${ended.id}/cancel`, {});
  const plan = await call("POST", "/v1/recurring-plans", {
    title: "Care of the reading room",
    description: "Agreed with Lina in March",
    currency: "EUR",
    amount: "320.00",
    interval: "QUARTERLY",
    customer: { name: "Lina Berg", email: "lina@berg.example" },
    reminderPreset: "GENTLE",
  });
  return { packageId: offered.id as string, subscriptionId: invoiced.id as string, planId: plan.id as string };
}

/** One that is signed, with a charge that came and one that waits for money, and one to be signed. Answers the first one's id. */
export async function writeMandates({ database }: DashboardServer, call: Call, now: number): Promise<string> {
  await call("POST", "/v1/mandates", { ...anyMandate, title: "Workshop membership" });
  const { id } = await call("POST", "/v1/mandates", {
    ...anyMandate,
    title: "Tool rental",
    interval: { unit: "DAY", count: 30 },
  });
  // The chain counts seconds.
  const signedAt = new Date(Math.floor(now / 1_000) * 1_000 - 32 * day);
  const row = await database
    .selectFrom("mandates")
    .select("id")
    .where("title", "=", "Tool rental")
    .executeTakeFirstOrThrow();
  // As its payer's signature on chain's terms leaves it.
  await database
    .updateTable("mandates")
    .set({
      status: "ACTIVE",
      payer,
      start: signedAt,
      epoch: 0n,
      onchainId: hashOf("mandate"),
      signature: "0x01",
      signedAt,
    })
    .where("id", "=", row.id)
    .execute();
  for (const period of [0, 1]) {
    const opensAt = new Date(signedAt.getTime() + period * 30 * day);
    const charged = {
      status: "SUCCEEDED",
      fee: 100_000n,
      transactionHash: hashOf("charge"),
      blockNumber: 1_200n,
      chargedAt: opensAt,
    } as const;
    const waiting = { status: "SCHEDULED", cause: "insufficient_balance", dueAt: new Date(now + day / 4) } as const;
    await database
      .insertInto("mandateCharges")
      .values({
        id: uuidv7({ msecs: opensAt.getTime() }),
        mandateId: row.id,
        chainId: anyMandate.chainId,
        period,
        amount: 10_000_000n,
        opensAt,
        closesAt: new Date(opensAt.getTime() + 15 * day),
        createdAt: opensAt,
        ...(period === 0 ? charged : waiting),
      })
      .execute();
  }
  return id as string;
}
