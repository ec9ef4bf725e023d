import { buildContracts } from "./build-contracts.ts";

const help = `Usage: npm run bench -- NAME

  gas       gas of a payment beside a floor without any check, on Circle's USDC
  api       creates and reads per second beside a bare route and a bare insert, on PGlite and, with DATABASE_URL, on PostgreSQL
  list      how long the list of a million payments takes, filtered and searched, on PostgreSQL
  relay     relayed payments per second by lane, batch size and keys, and from HTTP request to settlement
  payment   processor time, transactions and bytes of one payment, stage by stage, on PostgreSQL
  watch     events per second while catching up, beside Ponder, and from block to webhook; on PGlite and, with DATABASE_URL, on PostgreSQL
  standing  requests and time of a block with 10 standing addresses and with 100,000; on PGlite and, with DATABASE_URL, on PostgreSQL
  billing   invoices and mails a second when 100,000 subscriptions, or so many, are due at once, and memory: billing [COUNT]; on PGlite or, with DATABASE_URL, on PostgreSQL
  charges   charges by mandates a second through the transaction lane, of 500 or so many that are due at once: charges [COUNT]; on a local chain
  checkout  first paint, interactive and kB of the checkout page, in Chromium with a slow processor
  idle      memory of npm start with five chains while nobody uses it, over an hour or so many minutes: idle [MINUTES]`;

// Loaded when asked for: the first starts Hardhat.
const benches: Record<string, (argument?: string) => Promise<boolean>> = {
  gas: async () => (await import("./bench/gas.ts")).benchGas(),
  api: async () => (await import("./bench/api.ts")).benchApi(),
  list: async () => (await import("./bench/list.ts")).benchList(),
  relay: async () => (await import("./bench/relay.ts")).benchRelay(),
  payment: async () => (await import("./bench/payment.ts")).benchPayment(),
  watch: async () => (await import("./bench/watch.ts")).benchWatch(),
  standing: async () => (await import("./bench/standing.ts")).benchStanding(),
  billing: async (size) =>
    (await import("./bench/billing.ts")).benchBilling(size === undefined ? undefined : Number(size)),
  charges: async (size) => (await import("./bench/charges.ts")).benchCharges(size === undefined ? 500 : Number(size)),
  checkout: async () => (await import("./bench/checkout.ts")).benchCheckout(),
  idle: async (minutes) =>
    (await import("./bench/idle.ts")).benchIdle(minutes === undefined ? undefined : Number(minutes)),
};

const [name = "--help", argument] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  await buildContracts();
  process.exitCode = (await bench(argument)) ? 0 : 1;
} else {
  console.log(help);
  process.exitCode = name === "--help" || name === "-h" ? 0 : 1;
}
