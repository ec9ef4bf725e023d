import { v7 as uuidv7 } from "uuid";
import type { Actor } from "../access/index.ts";
import { newSlug } from "../links/index.ts";
import { InvalidPaymentError, type PaymentChecksContext } from "../payments/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Mode, Organization, SubscriptionPackage } from "../store/index.ts";
import { recordAudit } from "./audit.ts";
import { SlugTakenError } from "./errors.ts";
import { packageId } from "./ids.ts";
import { findPackage, loadPackage } from "./load-package.ts";
import { readTerms, type TermsInput, termsInputOf } from "./terms.ts";

// The only writer of `subscriptionPackages`.

/** What a merchant says of a package. */
export type PackageInput = TermsInput & {
  readonly name: string;
  /** Left out: one is made of the name. */
  readonly slug?: string | undefined;
  readonly description?: string | null | undefined;
  readonly trialDays?: number | undefined;
  readonly graceDays?: number | undefined;
  readonly buttonLabel?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, string>> | null | undefined;
  readonly active?: boolean | undefined;
};

/** What is left out stays. The slug is in a URL that others have: it never changes. */
export type PackageChange = { readonly [Field in keyof Omit<PackageInput, "slug">]?: PackageInput[Field] | undefined };

const usualGrace = 3;

/** Creates a package. Throws `InvalidPaymentError`, `ModeUnavailableError`, `SlugTakenError`. Run again, it answers what the earlier run created. */
export async function createPackage(
  context: PaymentChecksContext,
  merchant: Organization,
  mode: Mode,
  input: PackageInput,
  actor: Actor,
  run?: IdempotentRun,
): Promise<SubscriptionPackage> {
  const owner = { organizationId: merchant.id, mode };
  const earlier = run?.isAgain ? await findPackage(context.database, packageId(run.id), owner) : undefined;
  if (earlier) return earlier;
  const columns = await columnsOf(context, merchant, mode, input);
  const slug = input.slug ?? newSlug(input.name);
  if (!isPackageSlug(slug)) {
    const message = "Use lower-case letters, digits and hyphens, 3 to 47 of them.";
    throw new InvalidPaymentError([{ path: ["slug"], message }]);
  }
  const createdAt = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    const id = run?.id ?? uuidv7({ msecs: createdAt.getTime() });
    const created = await transaction
      .insertInto("subscriptionPackages")
      .values({ id, ...owner, ...columns, slug, createdAt, updatedAt: createdAt })
      .onConflict((conflict) => conflict.column("slug").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!created) throw new SlugTakenError(slug);
    const change = { ...targetOf(created), action: "package.created" } as const;
    await recordAudit(transaction, change, { after: auditOf(created) }, actor, createdAt);
    return created;
  });
}

/** Changes a package for those who subscribe later: who has subscribed keeps the terms that were agreed. Throws `PackageNotFoundError` and what `createPackage` throws. */
export async function updatePackage(
  context: PaymentChecksContext,
  merchant: Organization,
  mode: Mode,
  id: string,
  change: PackageChange,
  actor: Actor,
): Promise<SubscriptionPackage> {
  const owner = { organizationId: merchant.id, mode };
  const found = await loadPackage(context.database, id, owner);
  const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const columns = await columnsOf(context, merchant, mode, { ...found, ...termsInputOf(found), ...given });
  const updatedAt = context.clock();
  return context.database.transaction().execute(async (transaction) => {
    const rows = transaction.selectFrom("subscriptionPackages").selectAll().where("id", "=", found.id);
    const before = await rows.forUpdate().executeTakeFirstOrThrow();
    const updated = await transaction
      .updateTable("subscriptionPackages")
      .set({ ...columns, updatedAt })
      .where("id", "=", found.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const audited = { before: auditOf(before), after: auditOf(updated) };
    const entry = { ...targetOf(updated), action: "package.updated" } as const;
    await recordAudit(transaction, entry, audited, actor, updatedAt);
    return updated;
  });
}

export function isPackageSlug(text: string): boolean {
  return /^[a-z0-9][a-z0-9-]{1,45}[a-z0-9]$/.test(text);
}

async function columnsOf(context: PaymentChecksContext, merchant: Organization, mode: Mode, input: PackageInput) {
  return {
    ...(await readTerms(context, merchant, mode, input)),
    name: input.name,
    description: input.description ?? null,
    trialDays: input.trialDays ?? 0,
    graceDays: input.graceDays ?? usualGrace,
    buttonLabel: input.buttonLabel ?? null,
    metadata: JSON.stringify(input.metadata ?? {}),
    active: input.active ?? true,
  };
}

function targetOf({ id, organizationId }: SubscriptionPackage) {
  return { organizationId, target: { type: "subscription-package", id: packageId(id) } };
}

function auditOf({ slug, name, trialDays, graceDays, active, ...terms }: SubscriptionPackage) {
  return { slug, name, trialDays, graceDays, active, ...termsInputOf(terms) };
}
