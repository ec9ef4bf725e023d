import { unknownSettlements as listUnknown } from "../../ledger/index.ts";
import { chainByNetwork } from "../../protocol/index.ts";
import { readDatabaseOptions } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";

export const unknownSettlements: Command = {
  name: "unknown-settlements",
  help: `list settlements that match no quote of this server, or not its terms: one JSON object a line
--network NAME  one chain`,
  async run(args) {
    const { network } = readOptions(args, { network: "string" });
    const chain = network === undefined ? undefined : chainByNetwork(network);
    if (network !== undefined && !chain) throw new UsageError(`--network ${network} is not known.`);
    const database = await openDatabase(readDatabaseOptions(process.env));
    try {
      for await (const settlement of listUnknown(database, chain?.id)) console.log(JSON.stringify(settlement));
    } finally {
      await database.destroy();
    }
  },
};
