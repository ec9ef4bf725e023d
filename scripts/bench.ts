import { benchGas } from "./bench/gas.ts";

const help = `Usage: npm run bench -- NAME

  gas    gas of a payment beside a floor without any check, on Circle's USDC`;

const benches: Record<string, () => Promise<boolean>> = { gas: benchGas };

const [name = "--help"] = process.argv.slice(2);
const bench = benches[name];
if (bench) process.exitCode = (await bench()) ? 0 : 1;
else {
  console.log(help);
  process.exitCode = name === "--help" || name === "-h" ? 0 : 1;
}
