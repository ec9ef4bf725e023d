import { parseArgs } from "node:util";
import { pino } from "pino";
import { isAddress } from "viem";
import { createMerchant, issueApiKey } from "../access/index.ts";
import { AddressInUseError } from "../api/http/listen.ts";
import { CheckoutPageMissingError } from "../api/pages/checkout-page.ts";
import { ChainMismatchError, createChainClient } from "../chain/index.ts";
import { listRecoveries, requestRecoveries } from "../deposits/index.ts";
import { unknownSettlements } from "../ledger/index.ts";
import { PaymentNotFoundError } from "../payments/index.ts";
import { chainByNetwork } from "../protocol/index.ts";
import { systemClock } from "../runtime/index.ts";
import {
  ConfigurationError,
  type Role,
  readConfiguration,
  readDatabaseOptions,
  roles,
} from "../server/configuration.ts";
import { startRailsplit } from "../server/start.ts";
import { DatabaseInUseError, openDatabase } from "../store/index.ts";
import { reconcileChains } from "./reconcile-chains.ts";

const help = `Usage: npm run railsplit -- <command> [options]

Commands
  serve             run the server until it is told to stop
    --role ROLE     all (default), api (the HTTP API only) or worker (watcher, webhooks, expiry; over HTTP its health and metrics only)
                    listens on HOST and PORT: 127.0.0.1, and 8080 (a worker: 8081); each process of a machine needs a port of its own
  create-merchant   add a merchant and print its first API key, which is shown this once
    --name NAME     what to call it
    --address 0x…   where its own shares are paid to, on every chain
    --mode MODE     live (default) or test
  reconcile         compare the database with what the router's events say, and print the differences
    --from-block N  the first block to read: each chain has its own heights, so give --network with it
    --network NAME  one chain
    --fix           after printing, have the watcher read everything from there again where that mends something
  claims            what stands at a payment's deposit addresses and does not pay it, and the transactions that take it out: JSON
    --payment ID    the payment
    --send          have the workers send for what anybody may send for, small amounts too
  unknown-settlements   what the router settled under no quote of ours, or not by its terms: one JSON object a line
    --network NAME  one chain

Configuration is read from the environment: see docs/operations.md.`;

/** A mistake on the command line, not in the program: said without a stack. */
class UsageError extends Error {
  override readonly name = "UsageError";
}

async function main(): Promise<void> {
  const { positionals, values } = parseCommandLine();
  const [command] = positionals;
  if (values.help || command === undefined) return console.log(help);
  if (command === "serve") return serve(values.role);
  if (command === "create-merchant") return addMerchant(values);
  if (command === "reconcile") return reconcile(values);
  if (command === "claims") return printClaims(values);
  if (command === "unknown-settlements") return printUnknown(values.network);
  throw new UsageError(`There is no command "${command}".`);
}

function parseCommandLine() {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h" },
        fix: { type: "boolean" },
        send: { type: "boolean" },
        payment: text,
        role: text,
        name: text,
        address: text,
        mode: text,
        network: text,
        "from-block": text,
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function serve(role = "all"): Promise<void> {
  if (!isRole(role)) throw new UsageError(`--role must be one of ${roles.join(", ")}.`);
  const configuration = readConfiguration(process.env, role);
  const log = pino({ level: configuration.logLevel });
  const running = await startRailsplit(configuration, log);
  log.info({ url: running.url, role, chains: configuration.chains.map(({ chain }) => chain.id) }, "serving");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      log.info({ signal }, "stopping");
      await running.stop();
      process.exit(0);
    });
  }
}

async function addMerchant(values: { name?: string; address?: string; mode?: string }): Promise<void> {
  const { name, address, mode = "live" } = values;
  if (!name) throw new UsageError("--name is required.");
  if (!address || !isAddress(address)) throw new UsageError("--address must be an address with a right checksum.");
  if (mode !== "live" && mode !== "test") throw new UsageError("--mode must be live or test.");
  const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
  try {
    const merchant = await createMerchant(context, { name, settlementAddress: address });
    const { key } = await issueApiKey(context, { merchantId: merchant.id, mode }, { name: "First key" });
    console.log(JSON.stringify({ merchantId: merchant.id, apiKey: key }, null, 2));
  } finally {
    await context.database.destroy();
  }
}

async function reconcile(values: { "from-block"?: string; network?: string; fix?: boolean }): Promise<void> {
  const { "from-block": from = "", network, fix = false } = values;
  if (!/^\d+$/.test(from)) throw new UsageError("--from-block must be a block number.");
  const configuration = readConfiguration(process.env, "worker");
  const chains = configuration.chains.filter(({ chain }) => network === undefined || chain.network === network);
  if (chains.length === 0) throw new UsageError(`--network ${network} is not configured.`);
  const contracts = { router: configuration.router, gasSponsor: configuration.gasSponsor.address };
  const database = await openDatabase(configuration.database);
  try {
    const isSame = await reconcileChains(database, chains, { contracts, from: BigInt(from), fix });
    if (!isSame) process.exitCode = 1;
  } finally {
    await database.destroy();
  }
}

async function printClaims({ payment, send = false }: { payment?: string; send?: boolean }): Promise<void> {
  if (!payment) throw new UsageError("--payment is required.");
  const { chains, router, database: options } = readConfiguration(process.env, "worker");
  const context = { database: await openDatabase(options), clock: systemClock };
  const served = chains.map(({ chain, rpcUrls }) => ({ chain, router, client: createChainClient(chain, rpcUrls) }));
  try {
    if (send) await requestRecoveries(context, payment);
    const { recoveries: claims, unreadChains } = await listRecoveries(context, served, payment);
    console.log(JSON.stringify({ claims, unreadChains }, null, 2));
    const byAnybody = send
      ? "a worker sends for it as soon as the router lets it go"
      : "anybody may send the transaction; --send has a worker do it";
    for (const { sender, beneficiary, chainName, amount, token } of claims) {
      const how =
        sender === "anybody" ? byAnybody : `only ${beneficiary} can take it, by sending the transaction itself`;
      console.error(`${amount} ${token} on ${chainName}: ${how}.`);
    }
  } finally {
    await context.database.destroy();
  }
}

async function printUnknown(network: string | undefined): Promise<void> {
  const chain = network === undefined ? undefined : chainByNetwork(network);
  if (network !== undefined && !chain) throw new UsageError(`--network ${network} is not known.`);
  const database = await openDatabase(readDatabaseOptions(process.env));
  try {
    for await (const settlement of unknownSettlements(database, chain?.id)) console.log(JSON.stringify(settlement));
  } finally {
    await database.destroy();
  }
}

function isRole(text: string): text is Role {
  return (roles as readonly string[]).includes(text);
}

main().catch((error: unknown) => {
  const expected = [
    UsageError,
    ConfigurationError,
    ChainMismatchError,
    CheckoutPageMissingError,
    AddressInUseError,
    DatabaseInUseError,
    PaymentNotFoundError,
  ];
  const isExpected = expected.some((type) => error instanceof type);
  console.error(isExpected ? `${(error as Error).message}\nSee --help.` : error);
  process.exitCode = 1;
});
