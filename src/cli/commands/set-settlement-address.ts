import type { Address } from "viem";
import {
  cancelAddressChange,
  changeSettlementAddress,
  findOrganization,
  lostRecipients,
  OrganizationNotFoundError,
  operator,
  settlementAddressesOf,
} from "../../access/index.ts";
import { chainsWithoutContract, createChainClient } from "../../chain/index.ts";
import {
  type ChainConfiguration,
  type Configuration,
  readConfiguration,
  reservedAddresses,
} from "../../configuration/index.ts";
import { createSecretBox, systemClock } from "../../runtime/index.ts";
import { isChecksummed } from "../../schemas/index.ts";
import { type Database, openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

const hour = 60 * 60_000;

export async function setSettlementAddress(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    organization: "string",
    address: "string",
    network: "string",
    "delay-hours": "string",
    cancel: "boolean",
  });
  const { organization: id, network, cancel = false } = options;
  if (!id) throw new UsageError("--organization is required.");
  if (cancel === (options.address !== undefined)) throw new UsageError("Give either --address or --cancel.");
  const delay = readDelay(options["delay-hours"]);
  const configuration = readConfiguration(process.env, "worker");
  const served = configuration.chains.find(({ chain }) => chain.network === network);
  if (network !== undefined && !served) throw new UsageError(`--network ${network} is not configured.`);
  const secretBox = createSecretBox(configuration.secretKeys);
  const context = { database: await openDatabase(configuration.database), clock: systemClock, secretBox };
  try {
    const organization = await findOrganization(context, id);
    if (!organization) throw new OrganizationNotFoundError(id);
    const chainId = served?.chain.id ?? null;
    if (cancel) {
      const isCancelled = await cancelAddressChange(context, id, chainId, operator);
      if (!isCancelled) throw new UsageError("No change waits there.");
      return console.log(JSON.stringify({ organizationId: id, chainId, cancelled: true }, null, 2));
    }
    const { byChain } = await settlementAddressesOf(context.database, organization, context.clock());
    const concerned = ({ chain }: ChainConfiguration) => (served ? chain.id === chainId : !(chain.id in byChain));
    const address =
      served && options.address === "default"
        ? null
        : await readAddress(configuration, context.database, options.address ?? "", concerned);
    const change = await changeSettlementAddress(context, id, { chainId, address, delay }, operator);
    console.log(JSON.stringify({ organizationId: id, ...change }, null, 2));
  } finally {
    await context.database.destroy();
  }
}

function readDelay(text = "24"): number {
  const hours = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (!(hours <= 168)) throw new UsageError("--delay-hours must be a whole number from 0 to 168.");
  return hours * hour;
}

async function readAddress(
  configuration: Configuration,
  database: Database,
  text: string,
  concerned: (chain: ChainConfiguration) => boolean,
): Promise<Address> {
  if (!isChecksummed(text)) throw new UsageError("--address must be an address with its checksum (EIP-55).");
  const context = { database, reserved: reservedAddresses(configuration) };
  const reason = (await lostRecipients(context, [text])).get(text);
  if (reason !== undefined) throw new UsageError(`Money sent to ${text} would be lost: ${reason}.`);
  const { chains } = configuration;
  const read = chains.map(({ chain, rpcUrls }) => ({ chain, client: createChainClient(chain, rpcUrls) }));
  const without = new Set((await chainsWithoutContract(read, text)).map(({ id }) => id));
  const missing = chains.filter((on) => without.has(on.chain.id) && concerned(on)).map(({ chain }) => chain.name);
  if (missing.length > 0) {
    throw new UsageError(
      `${text} is a contract that does not exist on ${missing.join(", ")}, so money might never move from it there. Give these chains an address of their own first (--network), or choose another.`,
    );
  }
  return text;
}
