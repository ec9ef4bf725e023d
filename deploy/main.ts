import { parseArgs } from "node:util";
import { buildContracts } from "../scripts/build-contracts.ts";
import { deployHelp, orFail, requireChain } from "./shared/command.ts";

const { values } = parseArgs({
  options: { network: { type: "string" }, build: { type: "boolean" }, help: { type: "boolean", short: "h" } },
  strict: false,
});
if (values.help) console.log(deployHelp);
else {
  await orFail(async () => {
    const { network } = requireChain(`${values.network ?? ""}`);
    if (values.build) await buildContracts();
    await import(`./${network}.ts`);
  });
}
