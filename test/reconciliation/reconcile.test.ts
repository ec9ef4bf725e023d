import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ReclaimLog, SettlementLog } from "../../src/chain/logs/contract-events.ts";
import { finalizeBlocks } from "../../src/ledger/finalize-blocks.ts";
import { rewindBlocks } from "../../src/ledger/rewind-blocks.ts";
import { cancelPayment } from "../../src/payments/cancel-payment.ts";
import { loadPayment } from "../../src/payments/load-payment.ts";
import { compareLedger } from "../../src/reconciliation/compare-ledger.ts";
import type { Quote } from "../../src/store/index.ts";
import { type Harness, hashOf, minutes, settlementOf, startHarness } from "../support/payments-harness.ts";
import { submitted } from "../support/submitted.ts";

const base = 8453;
const polygon = 137;
const stranger = "0x7777777777777777777777777777777777777777";

let harness: Harness;
/** What stands on the chain Base, whatever the database says. */
const events: (SettlementLog | ReclaimLog)[] = [];
before(async () => {
  harness = await startHarness();
  await harness.mine(base);
});
after(() => harness[Symbol.asyncDispose]());

const place = () => harness.cursor(base);
const finalize = () => finalizeBlocks(harness, base, () => place().blockNumber);

/** The payments of a test. */
const made: string[] = [];

async function newQuote(): Promise<Quote> {
  const paymentId = await harness.newPayment();
  made.push(paymentId);
  return harness.newQuote(paymentId);
}

async function settle(quote: Quote, changes: Partial<SettlementLog> = {}): Promise<SettlementLog> {
  const log = settlementOf(quote, changes);
  await harness.mine(base, { settled: [log] });
  const event = { ...log, ...place() };
  events.push(event);
  return event;
}

/** What stood in the last block is in none. */
async function takeBack(): Promise<void> {
  const { blockNumber, blockTime } = place();
  const before = { blockNumber: blockNumber - 1n, blockHash: hashOf(`${base}/${blockNumber - 1n}`), blockTime };
  await rewindBlocks(harness, base, before);
  harness.setCursor(base, before);
  events.pop();
}

async function compare() {
  const range = { from: 0n, to: place().blockNumber };
  const { differences } = await compareLedger(harness.database, base, range, events);
  return differences;
}

const assertSame = async () => assert.deepEqual(await compare(), []);

/** One more payment: as a transaction of the payer's own, read and not final yet, or final. */
async function paid(isFinal: boolean) {
  const quote = await newQuote();
  const { transactionHash } = await settle(quote);
  if (isFinal) await finalize();
  const row = await harness.database
    .selectFrom("settlements")
    .selectAll()
    .where("transactionHash", "=", transactionHash)
    .executeTakeFirstOrThrow();
  return { quote, row, paymentId: quote.paymentId };
}

test("what went its way differs in nothing, before it is final and after", async () => {
  await settle(await newQuote());
  const twice = await newQuote();
  harness.setTime(minutes(1));
  const again = await harness.newQuote(twice.paymentId);
  harness.setTime(minutes(0));
  await settle(twice);
  await settle(again);
  const late = await newQuote();
  const { payment } = await loadPayment(harness.database, late.paymentId);
  await cancelPayment(harness, late.paymentId, { organizationId: payment.organizationId, mode: "test" });
  await settle(late);
  await settle(late, { onchainId: hashOf("nobody's"), transactionHash: hashOf("of nobody") });
  const { chainId, router, token, onchainId, logIndex } = settlementOf(late);
  const transactionHash = hashOf("taken back");
  const taken = { chainId, router, token, onchainId, logIndex, transactionHash, to: stranger, amount: 5n } as const;
  await harness.mine(base, { reclaimed: [{ ...taken, ...place() }] });
  events.push({ ...taken, ...place() });
  await submitted(harness, await newQuote(), hashOf("operation"));
  await assertSame();
  await finalize();
  await assertSame();
  const rows = await harness.database.selectFrom("settlements").select("kind").execute();
  const kinds = [...new Set(rows.map(({ kind }) => kind))].toSorted();
  assert.deepEqual(kinds, ["LATE", "OVERPAID", "PAYMENT", "RECLAIMED", "UNKNOWN"]);
});

test("what a reorganisation took back, for now or for good, differs in nothing", async () => {
  const quote = await newQuote();
  await settle(quote);
  await takeBack();
  assert.equal(await harness.status(quote.paymentId), "PROCESSING");
  await assertSame();

  // Paid on two chains, of which the first goes: what was one too many is the payment.
  const paymentId = await harness.newPayment("250.00", [base, polygon]);
  const [first, second] = [await harness.newQuote(paymentId, polygon), await harness.newQuote(paymentId, base)];
  await harness.mine(polygon);
  const before = harness.cursor(polygon);
  await harness.mine(polygon, { settled: [settlementOf(first)] });
  await settle(second);
  await rewindBlocks(harness, polygon, before);
  await assertSame();
  await finalize();
  await assertSame();

  // Reversed after it was final: its state stays.
  await paid(true);
  await takeBack();
  await harness.mine(base);
  await finalize();
  const [reversal] = await harness.database
    .selectFrom("settlements")
    .select("kind")
    .where("kind", "=", "REVERSED")
    .execute();
  assert.ok(reversal);
  await assertSame();
});

type Paid = Awaited<ReturnType<typeof paid>>;
type Found = { readonly kind: string; readonly remedy: string; readonly detail: RegExp };

/** Somebody's hand in the database. */
type Damage = {
  readonly what: string;
  readonly isFinal?: boolean;
  readonly damage: (paid: Paid) => Promise<unknown>;
  readonly found: readonly Found[];
};

const changeRow = (changes: object) => (paid: Paid) =>
  harness.database.updateTable("settlements").set(changes).where("id", "=", paid.row.id).execute();
const changePayment = (changes: object) => (paid: Paid) =>
  harness.database.updateTable("payments").set(changes).where("id", "=", paid.paymentId).execute();
const changeQuote = (changes: object) => (paid: Paid) =>
  harness.database.updateTable("quotes").set(changes).where("id", "=", paid.quote.id).execute();
const other = hashOf("another");

const figures: readonly Damage[] = [
  ["amount", { amount: 1n }],
  ["fee", { fee: 1n }],
  ["recipient", { recipient: stranger }],
  ["payer", { payer: stranger }],
  ["tokenAddress", { tokenAddress: stranger }],
  ["onchainId", { onchainId: other }],
].map(([field, changes]) => ({
  what: `a row of another ${field}`,
  damage: changeRow(changes as object),
  found: [
    { kind: "MISMATCHED", remedy: "MANUAL", detail: new RegExp(`^${field} is `) },
    ...(field === "amount" ? [{ kind: "STATE", remedy: "MANUAL", detail: /receivedAmount is 250000000, not 1/ }] : []),
  ],
}));

const damages: readonly Damage[] = [
  ...figures,
  {
    what: "a row of another height",
    damage: changeRow({ blockNumber: 7n }),
    found: [
      { kind: "MISMATCHED", remedy: "RESCAN", detail: /^blockNumber is 7, not/ },
      { kind: "STATE", remedy: "MANUAL", detail: /blockNumber is \d+, not 7/ },
    ],
  },
  {
    what: "a row in a block that is none of the chain's",
    damage: changeRow({ blockHash: other }),
    found: [{ kind: "MISMATCHED", remedy: "RESCAN", detail: /^blockHash is/ }],
  },
  {
    what: "a row that is marked as missing, and is there",
    damage: changeRow({ missing: true }),
    found: [{ kind: "MISMATCHED", remedy: "RESCAN", detail: /missing/ }],
  },
  {
    what: "a row that is gone",
    damage: ({ row }) => harness.database.deleteFrom("settlements").where("id", "=", row.id).execute(),
    found: [{ kind: "MISSING", remedy: "RESCAN", detail: /^250000000 of 0x/ }],
  },
  {
    what: "a row of a transaction that is not on chain",
    damage: changeRow({ transactionHash: other }),
    found: [
      { kind: "MISSING", remedy: "RESCAN", detail: /./ },
      { kind: "ORPHANED", remedy: "RESCAN", detail: /PAYMENT of 250000000, not on chain/ },
      { kind: "STATE", remedy: "MANUAL", detail: /transactionHash is/ },
    ],
  },
  {
    what: "a row that is UNKNOWN, though it is our quote's",
    damage: changeRow({ kind: "UNKNOWN", quoteId: null }),
    found: [
      { kind: "TERMS", remedy: "MANUAL", detail: /quoteId is none.*kind is UNKNOWN, not PAYMENT or OVERPAID or LATE/ },
      { kind: "STATE", remedy: "MANUAL", detail: /the ledger has no such settlement/ },
    ],
  },
  {
    what: "a row of another kind",
    damage: changeRow({ kind: "RECLAIMED" }),
    found: [
      { kind: "TERMS", remedy: "MANUAL", detail: /kind is RECLAIMED/ },
      { kind: "STATE", remedy: "MANUAL", detail: /the ledger has no such settlement/ },
    ],
  },
  {
    what: "a row told as late, though the payment is SUCCESSFUL",
    damage: changeRow({ kind: "LATE" }),
    found: [
      { kind: "STATE", remedy: "MANUAL", detail: /status is SUCCESSFUL, not EXPIRED or CANCELLED or FAILED/ },
      { kind: "STATE", remedy: "MANUAL", detail: /the ledger has no such settlement/ },
    ],
  },
  {
    what: "a row told as one too many, where nothing else paid",
    damage: changeRow({ kind: "OVERPAID" }),
    found: [
      { kind: "STATE", remedy: "MANUAL", detail: /names this quote as its own/ },
      { kind: "STATE", remedy: "MANUAL", detail: /the ledger has no such settlement/ },
    ],
  },
  {
    what: "a quote whose terms pay somebody else",
    damage: (paid) => {
      const [first, ...others] = paid.quote.terms.shares;
      const shares = [{ ...first, recipient: stranger }, ...others];
      return changeQuote({ terms: JSON.stringify({ ...paid.quote.terms, shares }) })(paid);
    },
    found: [{ kind: "TERMS", remedy: "MANUAL", detail: /the hash of its quote's terms is .*; share 1: recipient is/ }],
  },
  {
    what: "a quote whose terms give back to somebody else",
    damage: (paid) => changeQuote({ terms: JSON.stringify({ ...paid.quote.terms, refundTo: stranger }) })(paid),
    found: [{ kind: "TERMS", remedy: "MANUAL", detail: /the hash of its quote's terms is/ }],
  },
  {
    what: "a quote of another amount",
    damage: changeQuote({ amountToken: 1n }),
    found: [{ kind: "TERMS", remedy: "MANUAL", detail: /its quote's amount is 1, not 250000000/ }],
  },
  {
    what: "a quote in another token",
    damage: changeQuote({ token: "USDT" }),
    found: [{ kind: "TERMS", remedy: "MANUAL", detail: /its quote's token is/ }],
  },
  {
    what: "a payment with a seller that was not paid",
    damage: changePayment({ sellers: JSON.stringify([{ address: stranger, amount: "1000" }]) }),
    found: [
      {
        kind: "TERMS",
        remedy: "MANUAL",
        detail: /do not give this id; share 1: gross is .*share 2: recipient is none/,
      },
    ],
  },
  {
    what: "a payment to another merchant",
    damage: changePayment({ merchantAddress: stranger }),
    found: [{ kind: "TERMS", remedy: "MANUAL", detail: /do not give this id; share 1: recipient is/ }],
  },
  ...[{ status: "EXPIRED" }, { receivedAmount: 1n }, { transactionHash: other }, { blockNumber: 7n }].map(
    (changes) => ({
      what: `a payment of another ${Object.keys(changes)}`,
      damage: changePayment(changes),
      found: [{ kind: "STATE", remedy: "MANUAL", detail: new RegExp(`${Object.keys(changes)} is `) }],
    }),
  ),
  {
    what: "a payment that names no quote",
    damage: changePayment({ quoteId: null }),
    found: [
      { kind: "STATE", remedy: "MANUAL", detail: /quoteId is none/ },
      { kind: "STATE", remedy: "MANUAL", detail: /the ledger has no such settlement/ },
    ],
  },
  {
    what: "a payment that is paid at another time",
    damage: changePayment({ paidAt: minutes(5) }),
    found: [{ kind: "STATE", remedy: "MANUAL", detail: /paidAt is 2026-01-02T12:05/ }],
  },
  {
    what: "a payment under way, though its settlement is final",
    damage: changePayment({ status: "PROCESSING" }),
    found: [{ kind: "STATE", remedy: "MANUAL", detail: /status is PROCESSING, not SUCCESSFUL/ }],
  },
  {
    what: "a payment that was cancelled, though its settlement was seen",
    isFinal: false,
    damage: changePayment({ status: "CANCELLED" }),
    found: [{ kind: "STATE", remedy: "RESCAN", detail: /status is CANCELLED, not PROCESSING or SUCCESSFUL/ }],
  },
  {
    what: "a row of another amount that is not final",
    isFinal: false,
    damage: changeRow({ amount: 1n }),
    found: [
      { kind: "MISMATCHED", remedy: "RESCAN", detail: /amount is 1, not 250000000/ },
      { kind: "STATE", remedy: "RESCAN", detail: /receivedAmount/ },
    ],
  },
  {
    what: "a payment that is SUCCESSFUL, and nobody paid",
    damage: async () => {
      const quote = await newQuote();
      await changePayment({ status: "SUCCESSFUL", quoteId: quote.id })({ paymentId: quote.paymentId } as Paid);
    },
    found: [
      { kind: "STATE", remedy: "MANUAL", detail: /is SUCCESSFUL and names no transaction: the ledger has no such/ },
    ],
  },
  {
    what: "a payment that is PROCESSING by a transaction that is nowhere",
    damage: async () => {
      const quote = await newQuote();
      const changes = { status: "PROCESSING", quoteId: quote.id, transactionHash: other, blockNumber: 100n };
      await changePayment(changes)({ paymentId: quote.paymentId } as Paid);
    },
    found: [
      { kind: "STATE", remedy: "MANUAL", detail: /is PROCESSING and names this transaction: the ledger has no such/ },
    ],
  },
];

for (const { what, isFinal = true, damage, found } of damages) {
  test(`${what} is found`, async () => {
    await assertSame();
    made.length = 0;
    const one = await paid(isFinal);
    await assertSame();
    await damage(one);
    const differences = await compare();
    assert.deepEqual(
      differences.map(({ kind, remedy }) => ({ kind, remedy })),
      found.map(({ kind, remedy }) => ({ kind, remedy })),
      JSON.stringify(differences),
    );
    for (const [index, { detail }] of found.entries()) assert.match(differences[index]?.detail ?? "", detail);
    await forget(one.row.id);
  });
}

/** Nothing is left of what a test made. */
async function forget(rowId: string): Promise<void> {
  const { database } = harness;
  events.pop();
  await database.deleteFrom("settlements").where("id", "=", rowId).execute();
  const gone = { status: "EXPIRED", transactionHash: null, quoteId: null } as const;
  await database.updateTable("payments").set(gone).where("id", "in", made.splice(0)).execute();
}
