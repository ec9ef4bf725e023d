import { readConfiguration } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";
import { reconcileChains } from "./reconcile-chains.ts";

export const reconcile: Command = {
  name: "reconcile",
  help: `compare the database with the router's events, and print the differences
--from-block N  the first block to read: each chain has its own heights, so give --network with it
--network NAME  one chain
--json          one JSON object on standard output instead of text
--fix           after printing, have the watcher rescan everything from there where that mends a difference`,
  async run(args) {
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
  },
};
