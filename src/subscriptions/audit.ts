import { type Actor, recordChange } from "../access/index.ts";
import type { DatabaseTransaction } from "../store/index.ts";

type Fields = Readonly<Record<string, unknown>>;

/** Writes down who changed what of a package, a plan or a subscription; nothing where all is as before. */
export async function recordAudit(
  transaction: DatabaseTransaction,
  { organizationId, action, target }: Pick<Parameters<typeof recordChange>[1], "organizationId" | "action" | "target">,
  { before = {}, after }: { readonly before?: Fields; readonly after: Fields },
  actor: Actor,
  at: Date,
): Promise<void> {
  const text = (value: unknown) => JSON.stringify(value, (_key, each) => (typeof each === "bigint" ? `${each}` : each));
  const names = Object.keys(after).filter((name) => text(before[name]) !== text(after[name]));
  if (names.length === 0) return;
  const of = (fields: Fields) =>
    JSON.parse(text(Object.fromEntries(names.flatMap((name) => (name in fields ? [[name, fields[name]]] : [])))));
  const change = { organizationId, action, target, before: of(before), after: of(after) };
  await recordChange(transaction, change, actor, at);
}
