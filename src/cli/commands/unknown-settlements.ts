import { readDatabaseOptions } from "../../configuration/index.ts";
import { unknownSettlements as listUnknown } from "../../ledger/index.ts";
import { chainByNetwork } from "../../protocol/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function unknownSettlements(args: readonly string[]): Promise<void> {
  const { network } = readOptions(args, { network: "string" });
  const chain = network === undefined ? undefined : chainByNetwork(network);
  if (network !== undefined && !chain) throw new UsageError(`--network ${network} is not known.`);
  const database = await openDatabase(readDatabaseOptions(process.env));
  try {
    for await (const settlement of listUnknown(database, chain?.id)) console.log(JSON.stringify(settlement));
  } finally {
    await database.destroy();
  }
}
