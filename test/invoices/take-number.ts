import { takeNumber } from "../../src/invoices/number.ts";
import { type DatabaseOptions, openDatabase } from "../../src/store/index.ts";

// A process that has taken a number and never comes to its commit: whoever started it kills it there.
const [options = "", organizationId = ""] = process.argv.slice(2);
const database = await openDatabase(JSON.parse(options) as DatabaseOptions);
await database.transaction().execute(async (transaction) => {
  const owner = { organizationId, mode: "test" } as const;
  const { sequence } = await takeNumber(transaction, owner, "INVOICE", new Date("2026-11-26T12:00:00.000Z"));
  process.send?.(sequence);
  await new Promise(() => setInterval(() => {}, 60_000));
});
