import { isAddress } from "viem";
import { createMerchant as addMerchant, issueApiKey } from "../../access/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { readDatabaseOptions } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { type Command, readOptions, UsageError } from "../command.ts";

export const createMerchant: Command = {
  name: "create-merchant",
  help: `add a merchant and print its first API key, which is shown this once
--name NAME     what to call it
--address 0x…   where its own shares are paid to, on every chain
--mode MODE     live (default) or test`,
  async run(args) {
    const { name, address, mode = "live" } = readOptions(args, { name: "string", address: "string", mode: "string" });
    if (!name) throw new UsageError("--name is required.");
    if (!address || !isAddress(address)) throw new UsageError("--address must be an address with a right checksum.");
    if (mode !== "live" && mode !== "test") throw new UsageError("--mode must be live or test.");
    const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
    try {
      const merchant = await addMerchant(context, { name, settlementAddress: address });
      const { key } = await issueApiKey(context, { merchantId: merchant.id, mode }, { name: "First key" });
      console.log(JSON.stringify({ merchantId: merchant.id, apiKey: key }, null, 2));
    } finally {
      await context.database.destroy();
    }
  },
};
