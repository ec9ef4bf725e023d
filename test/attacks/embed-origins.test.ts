import assert from "node:assert/strict";
import { test } from "node:test";
import { buildCheckout } from "../../scripts/build-checkout.ts";
import { readCheckoutPage } from "../../src/api/pages/checkout-page.ts";
import { startTestServer } from "../support/test-server.ts";

// A merchant, or who has its key, writes directives into the Content-Security-Policy of the page on which payers sign.

test("embedOriginsOf: an origin that was stored before the rule adds no directive to the page's policy", async () => {
  await buildCheckout("production");
  await using server = await startTestServer({ checkoutPage: await readCheckoutPage("production") });
  const { body: payment } = await server.call("POST", "/v1/payments", { amount: "1.00", currency: "USD" });
  const embedOrigins = ["https://shop.example", "https://a;script-src-elem", "https://b script-src"];
  await server.database
    .insertInto("checkoutSettings")
    .values({ organizationId: server.organizationId, mode: "test", embedOrigins })
    .execute();
  const page = await fetch(new URL(`/pay/${payment.id}`, server.url));
  const policy = page.headers.get("content-security-policy") ?? "";
  assert.match(policy, /frame-ancestors 'self' https:\/\/shop\.example;/);
  assert.equal(policy.includes("script-src-elem"), false);
  assert.equal((await page.text()).includes("script-src-elem"), false);
});
