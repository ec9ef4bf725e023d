import { readConfiguration } from "../../configuration/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";
import { reconcileChains } from "./reconcile-chains.ts";

export async function reconcile(args: readonly string[]): Promise<void> {
  const options = readOptions(args, { "from-block": "string", network: "string", fix: "boolean" });
  const { "from-block": from = "", network, fix = false, json = false } = options;
  if (!/^\d+$/.test(from)) throw new UsageError("--from-block must be a block number.");
  const configuration = readConfiguration(process.env, "worker");
  const chains = configuration.chains.filter(({ chain }) => network === undefined || chain.network === network);
  if (chains.length === 0) throw new UsageError(`--network ${network} is not configured.`);
  const database = await openDatabase(configuration.database);
  try {
    const isSame = await reconcileChains(database, chains, { configuration, from: BigInt(from), fix, json });
    if (!isSame) process.exitCode = 1;
  } finally {
    await database.destroy();
  }
}
