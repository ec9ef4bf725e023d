import type { Railsplit } from "../../../../clients/typescript/index.ts";
import type { ListPayments, Payment } from "../../../../clients/typescript/types.ts";
import { formatCount } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { csvOf, saveFile } from "../../session/csv.ts";

/** What a browser saves at once. The export of the ledger has no such end. */
const most = 2_000;

const columns = [
  "id",
  "externalId",
  "title",
  "status",
  "amount",
  "currency",
  "merchantNet",
  "token",
  "chainId",
  "amountToken",
  "txHash",
  "createdAt",
  "paidAt",
] as const satisfies readonly (keyof Payment)[];

/** Saves what a filter finds as CSV. Answers what to say of it. */
export async function exportPayments(client: Railsplit, filter: ListPayments): Promise<string> {
  const rows: string[][] = [];
  let isCut = false;
  for await (const payment of client.payments.list({ ...filter, limit: "100" })) {
    if (rows.length === most) {
      isCut = true;
      break;
    }
    rows.push(columns.map((column) => `${payment[column] ?? ""}`));
  }
  saveFile("payments.csv", csvOf(columns, rows), "text/csv");
  return say(isCut ? "payments.csvCut" : "payments.csvDone", { count: formatCount(rows.length) });
}
