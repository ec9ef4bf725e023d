/** Examples that run as they are, with a key where there is one, and a variable of the environment otherwise. */
export function examplesOf(apiUrl: string, key: string | null) {
  return {
    create: `curl -s ${apiUrl}/v1/payments \\
  -H "Authorization: Bearer ${key ?? "$RAILSPLIT_KEY"}" \\
  -H 'Content-Type: application/json' \\
  -d '{"amount": "25.00", "currency": "USD", "title": "First order"}'`,
    node: `import { Railsplit } from "railsplit/client";

const railsplit = new Railsplit({
  apiKey: ${key === null ? 'process.env.RAILSPLIT_KEY ?? ""' : `"${key}"`},
  baseUrl: "${apiUrl}",
});
const payment = await railsplit.payments.create({ amount: "25.00", currency: "USD" });
console.log(payment.paymentUrl);`,
    verify: `// The bytes of the body as they came, before anything parses them.
const event = await railsplit.webhooks.verify(body, request.headers, process.env.WEBHOOK_SECRET);
if (event.type === "payment.completed") await ship(event.data.externalId);`,
    link: `<script src="${apiUrl}/embed.js" defer></script>
<a href="PAYMENT_URL" data-railsplit="button">Pay</a>`,
  } as const;
}
