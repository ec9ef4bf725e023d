import { parseArgs } from "node:util";
import { deployHelp, orFail, requireChain } from "./shared/command.ts";

const { values } = parseArgs({
  options: { network: { type: "string" }, help: { type: "boolean", short: "h" } },
  strict: false,
});
if (values.help) console.log(deployHelp);
else await orFail(() => import(`./${requireChain(`${values.network ?? ""}`).network}.ts`));
