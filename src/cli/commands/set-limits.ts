import { operator, updateOrganization } from "../../access/index.ts";
import { readDatabaseOptions } from "../../configuration/index.ts";
import { systemClock } from "../../runtime/index.ts";
import { openDatabase, type RouteGroup, type StoredLimits } from "../../store/index.ts";
import { readOptions, UsageError } from "../command.ts";

export async function setLimits(args: readonly string[]): Promise<void> {
  const options = readOptions(args, {
    organization: "string",
    "per-minute": "string",
    "per-hour": "string",
    "per-day": "string",
    "reads-per-minute": "string",
    "writes-per-minute": "string",
    "quotes-per-minute": "string",
  });
  if (!options.organization) throw new UsageError("--organization is required.");
  const all = readLimits(options["per-minute"], options["per-hour"], options["per-day"]);
  const groups = readGroups({
    reads: options["reads-per-minute"],
    writes: options["writes-per-minute"],
    quotes: options["quotes-per-minute"],
  });
  if (groups && !all) throw new UsageError("--per-minute, --per-hour and --per-day are needed beside those of groups.");
  const limits = all && { ...all, ...(groups && { groups }) };
  const context = { database: await openDatabase(readDatabaseOptions(process.env)), clock: systemClock };
  try {
    const { id } = await updateOrganization(context, options.organization, { limits }, operator);
    console.log(JSON.stringify({ organizationId: id, limits }, null, 2));
  } finally {
    await context.database.destroy();
  }
}

function readGroups(texts: { readonly [Group in RouteGroup]: string | undefined }): StoredLimits["groups"] {
  const given = Object.entries(texts).filter(([, text]) => text !== undefined);
  if (given.length === 0) return undefined;
  return Object.fromEntries(
    given.map(([group, text = ""]) => {
      if (!/^[1-9]\d{0,8}$/.test(text))
        throw new UsageError(`--${group}-per-minute must be a whole number above zero.`);
      return [group, Number(text)];
    }),
  );
}

function readLimits(...texts: readonly (string | undefined)[]): StoredLimits | null {
  if (texts.every((text) => text === undefined)) return null;
  const [perMinute, perHour, perDay] = texts.map((text = "") => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : 0));
  if (!perMinute || !perHour || !perDay) {
    throw new UsageError("--per-minute, --per-hour and --per-day are needed together, each a whole number above zero.");
  }
  return { perMinute, perHour, perDay };
}
