import { z } from "zod";
import type { Actor } from "../../access/index.ts";
import { checkLink, createLink } from "../../links/index.ts";
import { InvalidPaymentError, type Payee, type PaymentChecksContext } from "../../payments/index.ts";
import type { Mode, Owner } from "../../store/index.ts";
import { importedId, type NewImportedPayment, writeImportedPayments } from "../imported-payments.ts";
import { type Row, UnreadableFileError } from "../row.ts";
import { splitCsv } from "../split-csv.ts";
import { splitJson } from "../split-json.ts";
import { objectOfCsv } from "./csv-record.ts";
import { type Charge, type Checkout, charge, checkout, isCharge } from "./record.ts";
import { linkOf, NotImportableError, paymentOf, provider } from "./translate.ts";

/** Checkouts have no time of their own: they stand before everything else. The year that the service began. */
const checkoutTime = new Date("2018-02-01T00:00:00Z");

/** Records of one file, and charges of one statement. */
const mostRows = 1_000_000;
const batchSize = 200;

export type ImportOutcome = {
  readonly rows: number;
  readonly links: { readonly created: number; readonly existing: number };
  readonly payments: { readonly created: number; readonly existing: number };
  readonly failed: number;
};

type Target = {
  readonly merchant: Payee;
  readonly mode: Mode;
  readonly actor: Actor;
  /** Reads and checks everything, and writes nothing. */
  readonly isDryRun: boolean;
  /** What is wrong with a record, and where it begins in the file. */
  readonly onProblem: (line: number, problem: string) => void;
  readonly onProgress: (rows: number) => void;
};

/**
 * Takes over an export of Coinbase Commerce, JSON or CSV: checkouts become links, charges become history. Records that are wrong are reported and left out.
 * The same file again makes nothing twice, and brings the states of charges up to date. Throws `UnreadableFileError`.
 */
export async function importCoinbaseCommerce(
  context: PaymentChecksContext,
  target: Target,
  chunks: AsyncIterable<string>,
): Promise<ImportOutcome> {
  const owner: Owner = { organizationId: target.merchant.id, mode: target.mode };
  const links = { created: 0, existing: 0 };
  const payments = { created: 0, existing: 0 };
  const linkIds = new Map<string, string | null>();
  let batch: NewImportedPayment[] = [];
  let rows = 0;
  let failed = 0;

  const write = async () => {
    const isNew = target.isDryRun
      ? batch.length
      : await writeImportedPayments(context.database, owner, batch, context.clock());
    payments.created += isNew;
    payments.existing += batch.length - isNew;
    batch = [];
  };
  const takeCheckout = async (read: Checkout) => {
    const { id, isNew } = await takeLink(context, target, owner, read);
    linkIds.set(read.id, id);
    links[isNew ? "created" : "existing"] += 1;
  };
  const takeCharge = async (read: Charge) => {
    const from = read.checkout?.id;
    if (from !== undefined && !linkIds.has(from)) {
      linkIds.set(from, (await findLink(context, idOfLink(owner, from)))?.id ?? null);
    }
    batch.push(paymentOf(read, (from !== undefined && linkIds.get(from)) || null));
    if (batch.length >= batchSize) await write();
  };

  for await (const row of rowsOf(chunks)) {
    rows += 1;
    if (rows > mostRows) throw new UnreadableFileError(`The file has more than ${mostRows} records: divide it.`);
    try {
      if ("problem" in row) throw new NotImportableError(row.problem);
      if (isCharge(row.value)) await takeCharge(charge.parse(row.value));
      else await takeCheckout(checkout.parse(row.value));
    } catch (error) {
      failed += 1;
      target.onProblem(row.line, problemOf(error));
    }
    if (rows % 1_000 === 0) target.onProgress(rows);
  }
  await write();
  return { rows, links, payments, failed };
}

/** What the file is says its first character. */
async function* rowsOf(chunks: AsyncIterable<string>): AsyncGenerator<Row> {
  const iterator = chunks[Symbol.asyncIterator]();
  let head = "";
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    head += next.value;
    if (/[^\s\u{FEFF}]/u.test(head)) break;
  }
  async function* all() {
    yield head.replace(/^\u{FEFF}/u, "");
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  const first = head.replace(/^\u{FEFF}/u, "").trimStart()[0];
  if (first === undefined) throw new UnreadableFileError("The file is empty.");
  if (first === "{" || first === "[") yield* splitJson(all());
  else
    for await (const row of splitCsv(all())) {
      yield "value" in row ? { ...row, value: objectOfCsv(row.value as Record<string, string>) } : row;
    }
}

const idOfLink = (owner: Owner, checkoutId: string) =>
  importedId(owner, `${provider} checkout ${checkoutId}`, checkoutTime);

async function takeLink(context: PaymentChecksContext, target: Target, owner: Owner, read: Checkout) {
  const id = idOfLink(owner, read.id);
  const earlier = await findLink(context, id);
  if (earlier?.deletedAt) throw new NotImportableError("its link was deleted here: it is not made again");
  if (earlier) return { id, isNew: false };
  const { merchant, mode, actor } = target;
  const input = linkOf(read);
  if (target.isDryRun) await checkLink(context, merchant, mode, input);
  else await createLink(context, merchant, mode, input, actor, { id, isAgain: false });
  return { id: target.isDryRun ? null : id, isNew: true };
}

function findLink({ database }: PaymentChecksContext, id: string) {
  return database.selectFrom("paymentLinks").select(["id", "deletedAt"]).where("id", "=", id).executeTakeFirst();
}

/** In words, of what the file says. Anything else is a mistake of ours. */
function problemOf(error: unknown): string {
  if (error instanceof NotImportableError) return error.message;
  if (!(error instanceof z.ZodError || error instanceof InvalidPaymentError)) throw error;
  return error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`).join("; ");
}
