import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { findOrganization, OrganizationNotFoundError, operator } from "../../access/index.ts";
import { readConfiguration } from "../../configuration/index.ts";
import { importCoinbaseCommerce } from "../../imports/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { createChecksContext } from "../../server/index.ts";
import { openDatabase } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";
import { readMode } from "./read-mode.ts";

/** Bytes of a file, and problems that are printed one by one. */
const mostBytes = 2 ** 30;
const mostProblems = 100;

export async function importExport([provider, file, ...args]: readonly string[]): Promise<void> {
  if (provider !== "coinbase-commerce" || file === undefined || file.startsWith("--")) {
    throw new UsageError("Write it so: import coinbase-commerce FILE --organization ID.");
  }
  const options = readOptions(args, { organization: "string", mode: "string", "dry-run": "boolean" });
  const { organization: organizationId, "dry-run": isDryRun = false } = options;
  if (!organizationId) throw new UsageError("--organization is required.");
  const mode = readMode(options.mode);
  await requireReadable(file);
  const configuration = readConfiguration(process.env, "worker");
  const database = await openDatabase(configuration.database);
  const context = createChecksContext(configuration, { database, clock: systemClock });
  try {
    const merchant = await findOrganization(context, organizationId);
    if (!merchant) throw new OrganizationNotFoundError(organizationId);
    let problems = 0;
    const target = {
      merchant,
      mode,
      actor: operator,
      isDryRun,
      onProblem(line: number, problem: string) {
        problems += 1;
        if (problems <= mostProblems) console.error(`${file}, line ${line}: ${problem}`);
      },
      onProgress: (rows: number) => console.error(`${rows} records …`),
    };
    const chunks = createReadStream(file, { encoding: "utf8" });
    const outcome = await importCoinbaseCommerce(context, target, chunks);
    if (problems > mostProblems) console.error(`… and ${problems - mostProblems} more that are wrong.`);
    console.log(JSON.stringify({ organizationId, mode, dryRun: isDryRun, ...outcome }, null, 2));
    // Whoever runs this from a script has to hear of it.
    if (outcome.failed > 0) process.exitCode = 2;
  } finally {
    await database.destroy();
  }
}

async function requireReadable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new UsageError(`${file} is no file that can be read.`);
  if (found.size > mostBytes) throw new UsageError(`${file} has more than ${mostBytes} bytes: divide it.`);
}
