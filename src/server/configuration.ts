import { type Address, type Hex, isAddress, isHex } from "viem";
import { z } from "zod";
import { isAddressRange } from "../access/index.ts";
import type { CheckoutBuild } from "../api/pages/checkout-page.ts";
import {
  type Chain,
  enabledChains,
  type FinalityPolicy,
  FinalityPolicyError,
  chains as knownChains,
  networkVariable,
  parseDecimal,
  parseFinalityPolicy,
} from "../protocol/index.ts";
import type { RelayLane } from "../relayer/index.ts";
import type { DatabaseOptions } from "../store/index.ts";

export const roles = ["all", "api", "worker"] as const;
export type Role = (typeof roles)[number];

/** One chain as this server reaches it. */
export type ChainConfiguration = {
  /** As in the table, but for the finality policy where the operator has another. */
  readonly chain: Chain;
  /** The first that answers is used. */
  readonly rpcUrls: readonly string[];
  /** An ERC-7769 endpoint. */
  readonly bundlerUrl: string;
  /** The block of the router's deployment: where the watcher begins on an empty database. */
  readonly startBlock?: bigint | undefined;
  /** What pays for gas is low when it covers fewer payments. */
  readonly fewestPayments: bigint;
  /** Milliseconds between two looks at the head. */
  readonly pollInterval: number;
};

export type Configuration = {
  readonly role: Role;
  readonly host: string;
  /** Of the API; of a worker's health and metrics. Zero: any that is free. */
  readonly port: number;
  /** Where this server is reached from outside. */
  readonly publicUrl: string;
  readonly database: DatabaseOptions;
  readonly chains: readonly ChainConfiguration[];
  readonly router: Address;
  readonly gasSponsor: { readonly address: Address; readonly signerKey: Hex };
  /** How many times its payment's fee sponsored gas may cost, in 10^-4; zero is any cost. */
  readonly sponsorshipLimit: bigint;
  readonly relay: RelayConfiguration;
  /** Milliseconds between two second readings of what has become final. */
  readonly secondReadingInterval: number;
  readonly limits: { readonly perMinute: number; readonly perHour: number; readonly perDay: number };
  /** Proxies whose `X-Forwarded-For` is believed: addresses and CIDR ranges. */
  readonly trustedProxies: readonly string[];
  readonly webhookTargets: "public" | "any";
  readonly rates: RateConfiguration;
  /** The sandbox's is for local chains alone, so no variable leads to it. */
  readonly checkoutBuild: CheckoutBuild;
  readonly walletConnectProjectId: string | null;
  readonly baseAccount: boolean;
  readonly logLevel: string;
};

/** By what payers' signatures and deposits are submitted. Without any key they are not. */
export type RelayConfiguration = {
  /** The first that is available is used. */
  readonly lanes: readonly RelayLane["name"][];
  /** Owns the smart account of the bundler lane. */
  readonly accountKey?: Hex | undefined;
  /** Send the transactions of the other lane, and hold coin for them. */
  readonly transactionKeys: readonly Hex[];
  readonly batchSize: number;
  readonly feeCeiling: bigint;
  /** Milliseconds; by the chain's block time where it is left out. */
  readonly patience?: number | undefined;
};

/** Where exchange rates come from: the public services unless told otherwise. */
export type RateConfiguration = {
  readonly coinbaseUrl?: string | undefined;
  readonly openErApiUrl?: string | undefined;
  readonly openExchangeRates?: { readonly appId: string; readonly url?: string | undefined } | undefined;
};

/** The environment does not make a configuration: says every variable that is missing or wrong. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

const address = z.custom<Address>((value) => typeof value === "string" && isAddress(value), "expected an address");
const privateKey = z.custom<Hex>(
  (value) => isHex(value) && value.length === 66,
  "expected 0x and 64 hexadecimal digits",
);

/** Paths are put behind it. */
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/$/, ""));

/** Values with commas between. */
const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((value) => value.trim() || []));

const databaseVariables = z.object({
  DATABASE_URL: z.url().optional(),
  DATA_DIRECTORY: z.string().default(".data/database"),
});

const variables = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  PUBLIC_URL: z.url().optional(),
  ROUTER_ADDRESS: address,
  GAS_SPONSOR_ADDRESS: address,
  GAS_SPONSOR_SIGNER_KEY: privateKey,
  RELAYER_KEY: privateKey.optional(),
  RELAYER_TRANSACTION_KEYS: list.pipe(z.array(privateKey)),
  RELAY_LANE: list.pipe(z.array(z.enum(["bundler", "transactions"]))).default(["bundler", "transactions"]),
  RELAY_BATCH_SIZE: z.coerce.number().int().min(1).max(100).default(20),
  RELAY_FEE_CEILING: z.coerce.number().int().min(1).max(100).default(5),
  RELAY_PATIENCE: z.coerce.number().min(1).max(3_600).optional(),
  SPONSORSHIP_LIMIT: z
    .string()
    .regex(/^\d{1,4}(\.\d{1,4})?$/, 'expected a number such as "1" or "1.5"')
    .default("1")
    .transform((text) => parseDecimal(text, 4)),
  SECOND_READING_MINUTES: z.coerce.number().min(1).max(1_440).default(10),
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(100),
  REQUESTS_PER_HOUR: z.coerce.number().int().min(1).default(1_000),
  REQUESTS_PER_DAY: z.coerce.number().int().min(1).default(10_000),
  TRUSTED_PROXIES: list.refine(
    (ranges) => ranges.every(isAddressRange),
    "expected addresses and CIDR ranges with commas between",
  ),
  WEBHOOK_TARGETS: z.enum(["public", "any"]).default("public"),
  COINBASE_URL: url.optional(),
  OPEN_ER_API_URL: url.optional(),
  OPEN_EXCHANGE_RATES_APP_ID: z.string().min(1).optional(),
  OPEN_EXCHANGE_RATES_URL: url.optional(),
  WALLETCONNECT_PROJECT_ID: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "expected 32 hexadecimal digits")
    .optional(),
  BASE_ACCOUNT: z.enum(["on", "off"]).default("off"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

/** Ports where the operator does not say one: they differ, so that one process of each role runs on a machine without more. */
const apiPort = 8080;
const workerPort = 8081;

/** Bounds of the time between two looks at a chain's head where the operator does not say it, in milliseconds. */
const pollLimits = { least: 200, most: 4_000 };

/**
 * Reads the configuration from environment variables. A chain is served where `<NETWORK>_RPC_URL` (several, by commas) and
 * `<NETWORK>_BUNDLER_URL` are set, as in `BASE_RPC_URL`. Throws `ConfigurationError`.
 */
export function readConfiguration(environment: NodeJS.ProcessEnv, role: Role): Configuration {
  const parsed = variables.safeParse(environment);
  if (!parsed.success)
    throw new ConfigurationError(`The configuration is not complete:\n${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  const chains = knownChains.flatMap((chain) => readChain(environment, chain) ?? []);
  if (chains.length === 0) {
    const names = enabledChains.map(({ network }) => networkVariable(network, "RPC_URL")).join(", ");
    throw new ConfigurationError(`No chain is configured. Set ${names} (any of them), each with its _BUNDLER_URL.`);
  }
  requireOneKind(chains);
  // A worker's own port leads to no payment.
  const urlPort = role === "worker" ? apiPort : (data.PORT ?? apiPort);
  return {
    role,
    host: data.HOST,
    port: data.PORT ?? (role === "worker" ? workerPort : apiPort),
    publicUrl: (data.PUBLIC_URL ?? `http://${data.HOST}:${urlPort}`).replace(/\/$/, ""),
    database: readDatabaseOptions(environment),
    chains,
    router: data.ROUTER_ADDRESS,
    gasSponsor: { address: data.GAS_SPONSOR_ADDRESS, signerKey: data.GAS_SPONSOR_SIGNER_KEY },
    sponsorshipLimit: data.SPONSORSHIP_LIMIT,
    relay: {
      lanes: data.RELAY_LANE,
      accountKey: data.RELAYER_KEY,
      transactionKeys: data.RELAYER_TRANSACTION_KEYS,
      batchSize: data.RELAY_BATCH_SIZE,
      feeCeiling: BigInt(data.RELAY_FEE_CEILING),
      patience: data.RELAY_PATIENCE && data.RELAY_PATIENCE * 1_000,
    },
    secondReadingInterval: data.SECOND_READING_MINUTES * 60_000,
    limits: { perMinute: data.REQUESTS_PER_MINUTE, perHour: data.REQUESTS_PER_HOUR, perDay: data.REQUESTS_PER_DAY },
    trustedProxies: data.TRUSTED_PROXIES,
    webhookTargets: data.WEBHOOK_TARGETS,
    rates: {
      coinbaseUrl: data.COINBASE_URL,
      openErApiUrl: data.OPEN_ER_API_URL,
      openExchangeRates: data.OPEN_EXCHANGE_RATES_APP_ID
        ? { appId: data.OPEN_EXCHANGE_RATES_APP_ID, url: data.OPEN_EXCHANGE_RATES_URL }
        : undefined,
    },
    checkoutBuild: "production",
    walletConnectProjectId: data.WALLETCONNECT_PROJECT_ID ?? null,
    baseAccount: data.BASE_ACCOUNT === "on",
    logLevel: data.LOG_LEVEL,
  };
}

/** The part that names the database, for commands that need nothing else. */
export function readDatabaseOptions(environment: NodeJS.ProcessEnv): DatabaseOptions {
  const { DATABASE_URL: url, DATA_DIRECTORY: directory } = parse(databaseVariables, environment);
  return url === undefined ? { directory } : { url };
}

function parse<T>(schema: z.ZodType<T>, environment: NodeJS.ProcessEnv): T {
  const parsed = schema.safeParse(environment);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(`The configuration is not complete:\n${z.prettifyError(parsed.error)}`);
}

/** Every chain that is served is offered for every payment: beside a real one, a testnet would take coins of no worth for it. */
function requireOneKind(chains: readonly ChainConfiguration[]): void {
  const variablesOf = (testnet: boolean) =>
    chains
      .filter(({ chain }) => chain.testnet === testnet)
      .map(({ chain }) => networkVariable(chain.network, "RPC_URL"))
      .join(", ");
  const [testnets, realChains] = [variablesOf(true), variablesOf(false)];
  if (testnets === "" || realChains === "") return;
  throw new ConfigurationError(
    `${testnets} would have testnets served beside the real chains of ${realChains}: a real payment could be paid with coins that are worth nothing. ` +
      "Give the testnets a second server, with a database of its own, and leave their variables out here.",
  );
}

function readChain(environment: NodeJS.ProcessEnv, chain: Chain): ChainConfiguration | undefined {
  const nameOf = (variable: string) => networkVariable(chain.network, variable);
  const rpcUrls = environment[nameOf("RPC_URL")]?.split(",").map((url) => url.trim());
  if (rpcUrls === undefined) return undefined;
  const bundlerUrl = environment[nameOf("BUNDLER_URL")];
  for (const url of [...rpcUrls, bundlerUrl]) {
    if (url === undefined || !URL.canParse(url)) {
      throw new ConfigurationError(
        `${nameOf("RPC_URL")} and ${nameOf("BUNDLER_URL")} must both be URLs; got "${url ?? ""}".`,
      );
    }
  }
  const startBlock = environment[nameOf("START_BLOCK")];
  if (startBlock !== undefined && !/^\d+$/.test(startBlock)) {
    throw new ConfigurationError(`${nameOf("START_BLOCK")} must be a block number, got "${startBlock}".`);
  }
  return {
    chain: { ...chain, finality: readFinality(environment, chain) },
    rpcUrls,
    bundlerUrl: bundlerUrl ?? "",
    startBlock: startBlock === undefined ? undefined : BigInt(startBlock),
    fewestPayments: readFewestPayments(environment, chain),
    pollInterval: readPollInterval(environment, chain),
  };
}

function readPollInterval(environment: NodeJS.ProcessEnv, chain: Chain): number {
  const name = networkVariable(chain.network, "POLL_INTERVAL");
  const text = environment[name];
  if (text === undefined) return Math.min(Math.max(chain.blockTime, pollLimits.least), pollLimits.most);
  const milliseconds = Number(text);
  if (Number.isInteger(milliseconds) && milliseconds >= 20 && milliseconds <= 60_000) return milliseconds;
  throw new ConfigurationError(`${name} must be 20 to 60000 milliseconds, got "${text}".`);
}

function readFewestPayments(environment: NodeJS.ProcessEnv, chain: Chain): bigint {
  const name = networkVariable(chain.network, "FEWEST_PAYMENTS");
  const text = environment[name] ?? "500";
  if (!/^\d{1,9}$/.test(text)) throw new ConfigurationError(`${name} must be a number of payments, got "${text}".`);
  return BigInt(text);
}

function readFinality(environment: NodeJS.ProcessEnv, chain: Chain): FinalityPolicy {
  const name = networkVariable(chain.network, "FINALITY");
  const text = environment[name];
  if (text === undefined) return chain.finality;
  try {
    return parseFinalityPolicy(text, chain);
  } catch (error) {
    if (error instanceof FinalityPolicyError) throw new ConfigurationError(`${name}: ${error.message}.`);
    throw error;
  }
}
