import { type Configuration, readConfiguration } from "../src/configuration/index.ts";
import { formatDecimal } from "../src/protocol/index.ts";

/** What bounds strangers, as far as the sandbox relaxes it. */
export type ServerLimits = Pick<
  Configuration,
  "limits" | "addressLimits" | "sponsorshipLimit" | "sponsorship" | "relayLimits" | "webhookTargets"
>;

/** One limit, as this sandbox has it and as a server has it whose operator sets none. */
export type RelaxedLimit = { readonly limit: string; readonly sandbox: string; readonly production: string };

/** Nothing of these is used: they stand for what every server has to name. */
const required = {
  ROUTER_ADDRESS: "0x0000000000000000000000000000000000000001",
  GAS_SPONSOR_ADDRESS: "0x0000000000000000000000000000000000000002",
  GAS_SPONSOR_SIGNER_KEY: `0x${"01".repeat(32)}`,
  BASE_RPC_URL: "http://127.0.0.1:1",
  BASE_BUNDLER_URL: "http://127.0.0.1:1",
};

/** The limits of a server whose operator sets none. */
export function productionLimits(): ServerLimits {
  const { limits, addressLimits, sponsorshipLimit, sponsorship, relayLimits, webhookTargets } = readConfiguration(
    required,
    "all",
  );
  return { limits, addressLimits, sponsorshipLimit, sponsorship, relayLimits, webhookTargets };
}

/** 10^-18 US dollars. */
const plenty = { hour: 10n ** 24n, day: 10n ** 24n };
const plentyOfBoth = { server: plenty, organization: plenty };
const manyRequests = { perMinute: 100_000, perHour: 1_000_000, perDay: 10_000_000 };

/** Webhooks go to a receiver on this machine, whatever else is strict. */
export function strictLimits(): ServerLimits {
  return { ...productionLimits(), webhookTargets: "any" };
}

/** Local tools poll as they like, and the gas of local chains has no price to speak of. */
export function relaxedLimits(): ServerLimits {
  const strict = strictLimits();
  return {
    ...strict,
    limits: manyRequests,
    addressLimits: manyRequests,
    sponsorshipLimit: 0n,
    sponsorship: { ...strict.sponsorship, budgets: { ...plentyOfBoth, unsettled: plentyOfBoth } },
    relayLimits: { reverted: plentyOfBoth, mostOfPayer: 1_000_000 },
  };
}

/** The limits that a sandbox has relaxed, for people. */
export function describeRelaxed(sandbox: ServerLimits): RelaxedLimit[] {
  const production = productionLimits();
  return rows
    .map(([limit, print]) => ({ limit, sandbox: print(sandbox), production: print(production) }))
    .filter((row) => row.sandbox !== row.production);
}

const rows: readonly (readonly [string, (limits: ServerLimits) => string])[] = [
  ["requests of one key, and of one payment's tokens", ({ limits }) => printRequests(limits)],
  ["requests of one address", ({ addressLimits }) => printRequests(addressLimits)],
  ["sponsored gas of one payment", ({ sponsorshipLimit }) => printRatio(sponsorshipLimit)],
  ["sponsored gas of one merchant", ({ sponsorship }) => printBudget(sponsorship.budgets.organization)],
  ["sponsored gas of the server", ({ sponsorship }) => printBudget(sponsorship.budgets.server)],
  [
    "gas that may be lost at one merchant",
    ({ sponsorship }) => printBudget(sponsorship.budgets.unsettled.organization),
  ],
  ["gas that may be lost on the server", ({ sponsorship }) => printBudget(sponsorship.budgets.unsettled.server)],
  [
    "gas of signatures that did not pay, of one merchant",
    ({ relayLimits }) => printBudget(relayLimits.reverted.organization),
  ],
  ["gas of signatures that did not pay, of the server", ({ relayLimits }) => printBudget(relayLimits.reverted.server)],
  ["signatures of one payer at once", ({ relayLimits }) => relayLimits.mostOfPayer.toLocaleString("en")],
  ["webhooks go to", ({ webhookTargets }) => (webhookTargets === "any" ? "any address" : "public addresses")],
];

function printRequests({ perMinute, perHour, perDay }: ServerLimits["limits"]): string {
  const [minute, hour, day] = [perMinute, perHour, perDay].map((count) => count.toLocaleString("en"));
  return `${minute} a minute, ${hour} an hour, ${day} a day`;
}

function printRatio(limit: bigint): string {
  return limit === 0n ? "any" : `${formatDecimal(limit, 4).replace(/\.?0+$/, "")} times its fee`;
}

function printBudget({ hour, day }: { readonly hour: bigint; readonly day: bigint }): string {
  const print = (dollars: bigint) => (dollars / 10n ** 18n).toLocaleString("en");
  return `${print(hour)} USD an hour, ${print(day)} USD a day`;
}
