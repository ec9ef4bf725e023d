import { readFile } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import Fastify from "fastify";
// In a shop of your own: from "railsplit/client".
import { Railsplit } from "../../clients/typescript/index.ts";

const product = { title: "A year of good coffee", amount: "120.00", currency: "USD" } as const;

export type ShopOptions = {
  readonly railsplitUrl: string;
  readonly apiKey: string;
  readonly webhookSecret: string;
  readonly port: number;
  /** The file of the shop's own books. */
  readonly database: string;
};

/** A shop that sells one thing: the server of `page.html`. It trusts nothing but signed webhooks, and ships every paid order exactly once. */
export async function startShop({ railsplitUrl, apiKey, webhookSecret, port, database }: ShopOptions) {
  const railsplit = new Railsplit({ apiKey, baseUrl: railsplitUrl });
  const books = openBooks(database);
  const page = await readFile(new URL("./page.html", import.meta.url), "utf8");
  const server = Fastify();
  // A signature is over the bytes as they came.
  server.addContentTypeParser(
    "application/json",
    { parseAs: "string" },
    async (_request: unknown, body: string) => body,
  );

  server.get("/", async (_request, reply) => {
    const shown = page.replaceAll("{{railsplit}}", railsplitUrl).replaceAll("{{product}}", product.title);
    return reply.type("text/html").send(shown);
  });

  // The order first, then its payment: with the order's id as the key, asking again never makes a second one.
  server.post("/orders", async (_request, reply) => {
    const id = crypto.randomUUID();
    books.add(id);
    const back = `${address()}/?order=${id}`;
    const request = { ...product, externalId: id, successUrl: back, cancelUrl: back };
    const payment = await railsplit.payments.create(request, { idempotencyKey: id });
    return reply.status(201).send({ id, paymentUrl: payment.paymentUrl });
  });

  server.get<{ Params: { id: string } }>("/orders/:id", async (request, reply) => {
    const order = books.find(request.params.id);
    return order ?? reply.status(404).send({ message: "There is no such order." });
  });

  server.post("/webhooks", async (request, reply) => {
    const body = request.body as string;
    const event = await railsplit.webhooks.verify(body, request.headers, webhookSecret).catch(() => undefined);
    if (!event) return reply.status(400).send({ message: "This is no webhook of our payment server." });
    if (event.type === "payment.completed") books.ship(event.data);
    return reply.status(204).send();
  });

  const address = () => `http://localhost:${(server.server.address() as { port: number }).port}`;
  await server.listen({ host: "localhost", port });
  return {
    url: address(),
    async stop() {
      await server.close();
      books.close();
    },
  };
}

/** Orders, and the packing list: an order is on it once or not at all, whatever webhooks come twice, at once or late. */
function openBooks(file: string) {
  const books = new DatabaseSync(file);
  books.exec(`
    create table if not exists orders (id text primary key, amount text not null, currency text not null) strict;
    create table if not exists shipments (order_id text primary key references orders, shipped_at text not null) strict;`);
  const add = books.prepare("insert into orders values (?, ?, ?)");
  const find = books.prepare(
    "select id, amount, currency, shipped_at as shippedAt from orders left join shipments on order_id = id where id = ?",
  );
  const ship = books.prepare(`
    insert into shipments select id, ? from orders where id = ? and amount = ? and currency = ?
    on conflict (order_id) do nothing`);
  return {
    add: (id: string) => add.run(id, product.amount, product.currency),
    find: (id: string) => find.get(id),
    ship(paid: { externalId: string | null; amount: string; currency: string }) {
      ship.run(new Date().toISOString(), paid.externalId, paid.amount, paid.currency);
    },
    close: () => books.close(),
  };
}
