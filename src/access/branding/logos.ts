import { createHash } from "node:crypto";
import type { Database, LogoType, OrganizationLogo } from "../../store/index.ts";
import { type Actor, recordChange } from "../audit-log.ts";
import type { AccessContext } from "../context.ts";
import { cleanPng } from "./clean-png.ts";
import { cleanSvg } from "./clean-svg.ts";
import { LogoRefusedError } from "./errors.ts";

// The only writer of `organization_logos`.

/** Bytes of an upload. */
export const largestLogo = 64 * 1024;

/** What names a logo, and changes with its content. */
export type LogoName = Pick<OrganizationLogo, "organizationId" | "type" | "hash">;

/** Shows payers a picture, in place of the one before; cleaned first. Throws `LogoRefusedError`. */
export async function setLogo(
  { database, clock }: AccessContext,
  organizationId: string,
  { type, data }: { readonly type: LogoType; readonly data: Buffer },
  actor: Actor,
): Promise<LogoName> {
  if (data.length > largestLogo) throw new LogoRefusedError(`it has more than ${largestLogo / 1024} kB`);
  const content = type === "image/png" ? cleanPng(data) : Buffer.from(cleanSvg(textOf(data)));
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 32);
  await database.transaction().execute(async (transaction) => {
    const before = await logoOf(transaction, organizationId);
    if (before?.hash === hash) return;
    const values = { type, hash, content, createdAt: clock() };
    await transaction
      .insertInto("organizationLogos")
      .values({ organizationId, ...values })
      .onConflict((conflict) => conflict.column("organizationId").doUpdateSet(values))
      .execute();
    const change = { ...logoChange(organizationId), before: { hash: before?.hash ?? null }, after: { type, hash } };
    await recordChange(transaction, change, actor, values.createdAt);
  });
  return { organizationId, type, hash };
}

/** Takes the picture away. Where there is none nothing changes. */
export async function removeLogo(
  { database, clock }: AccessContext,
  organizationId: string,
  actor: Actor,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const removed = await transaction
      .deleteFrom("organizationLogos")
      .where("organizationId", "=", organizationId)
      .returning("hash")
      .executeTakeFirst();
    if (!removed) return;
    const change = { ...logoChange(organizationId), before: { hash: removed.hash }, after: { hash: null } };
    await recordChange(transaction, change, actor, clock());
  });
}

/** Undefined where an organization has none. */
export async function logoOf(database: Database, organizationId: string): Promise<LogoName | undefined> {
  return database
    .selectFrom("organizationLogos")
    .select(["organizationId", "type", "hash"])
    .where("organizationId", "=", organizationId)
    .executeTakeFirst();
}

/** A logo with its bytes; undefined where there is none of that content any more. */
export async function readLogo(
  database: Database,
  { organizationId, hash }: Pick<LogoName, "organizationId" | "hash">,
): Promise<OrganizationLogo | undefined> {
  return database
    .selectFrom("organizationLogos")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("hash", "=", hash)
    .executeTakeFirst();
}

const logoChange = (organizationId: string) =>
  ({
    organizationId,
    action: "organization.logo_changed",
    target: { type: "organization", id: organizationId },
  }) as const;

function textOf(data: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(data);
  } catch {
    throw new LogoRefusedError("its SVG is no UTF-8");
  }
}
