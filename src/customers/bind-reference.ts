import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { bytesToHex, concat, type Hex, keccak256, toHex } from "viem";
import { type Actor, disabledPairsOf, recordChange, settlementAddressesOf } from "../access/index.ts";
import { chainsOfMode, InvalidPaymentError, type Payee, withoutPairs } from "../payments/index.ts";
import { type Standing, standingAddressOf, standingIdOf } from "../protocol/index.ts";
import type { IdempotentRun } from "../runtime/index.ts";
import type { Customer, DatabaseTransaction, DepositReference, Mode, Owner, StoredPart } from "../store/index.ts";
import type { CustomersContext, StandingContract } from "./context.ts";
import { customerNamed, loadCustomer } from "./customers.ts";
import { CustomerNotFoundError, DepositReferenceInUseError, DepositsUnavailableError } from "./errors.ts";
import { customerId, depositReferenceId } from "./ids.ts";
import { type LoadedReference, withAddresses } from "./load-reference.ts";
import { type PlannedAddress, planAddresses } from "./plan-addresses.ts";
import { type DepositSeller, readSellers, splitOf } from "./split-parts.ts";

// The only writer of `depositReferences`, `standingTerms` and `standingWatches`, together with unbind-reference.ts.

export type BindInput = {
  readonly reference: string;
  /** Left out: the customer whose externalId is the reference. */
  readonly customerId?: string | undefined;
  readonly sellers?: readonly DepositSeller[] | null | undefined;
};

/**
 * Binds deposit addresses to a reference, by the split as it is now. Bound already, it has the same ones, or where the split has changed others beside them: what comes to the
 * earlier ones is still credited. Throws `DepositsUnavailableError`, `ModeUnavailableError`, `InvalidPaymentError`, `NoSafeChainError`,
 * `DepositReferenceInUseError`.
 */
export async function bindReference(
  context: CustomersContext,
  merchant: Payee,
  mode: Mode,
  input: BindInput,
  actor: Actor,
  run?: IdempotentRun,
): Promise<LoadedReference> {
  const { database, clock, standing: contract, settlesDeposits } = context;
  if (contract === null || !settlesDeposits) throw new DepositsUnavailableError();
  const now = clock();
  const owner = { organizationId: merchant.id, mode };
  const sellers = await readSellers(context, input.sellers ?? []);
  const planned = await plan(context, contract, merchant, mode, sellers, now);
  return database.transaction().execute(async (transaction) => {
    const reference = await takeReference(transaction, owner, input, sellers, now, run?.id);
    const changed = await putAddresses(transaction, contract, reference, planned, now);
    if (changed.length > 0) {
      const target = { type: "deposit-reference", id: depositReferenceId(reference.id) };
      const after = { reference: reference.reference, addresses: changed };
      const change = { organizationId: merchant.id, action: "deposit_reference.bound", target, after } as const;
      await recordChange(transaction, change, actor, now);
    }
    const [loaded] = await withAddresses(transaction, [reference]);
    return loaded as LoadedReference;
  });
}

async function plan(
  context: CustomersContext,
  contract: StandingContract,
  merchant: Payee,
  mode: Mode,
  sellers: readonly StoredPart[],
  now: Date,
): Promise<PlannedAddress[]> {
  const { database } = context;
  const offered = withoutPairs(chainsOfMode(context, mode), await disabledPairsOf(database, merchant.id));
  const addresses = await settlementAddressesOf(database, merchant, now);
  const chains = await Promise.all(
    offered.map(async ({ id: chainId }) => {
      const own = addresses.byChain[chainId] ?? addresses.everywhere;
      return { chainId, parts: await splitOf(context, own, sellers) };
    }),
  );
  return planAddresses(contract, chains);
}

/** The bound row of the reference, which is made where there is none, and locked. */
async function takeReference(
  transaction: DatabaseTransaction,
  owner: Owner,
  { reference, customerId: wanted }: BindInput,
  sellers: readonly StoredPart[],
  now: Date,
  id = uuidv7({ msecs: now.getTime() }),
): Promise<DepositReference> {
  const customer = wanted === undefined ? undefined : await namedCustomer(transaction, owner, wanted);
  const bound = await lockBound(transaction, owner, reference);
  if (bound) {
    if (customer && bound.customerId !== customer.id) {
      throw new DepositReferenceInUseError(reference, customerId(bound.customerId));
    }
    const stored = { sellers: JSON.stringify(sellers) };
    await transaction.updateTable("depositReferences").set(stored).where("id", "=", bound.id).execute();
    return { ...bound, sellers: [...sellers] };
  }
  const { id: customerUuid } = customer ?? (await customerNamed(transaction, owner, reference, now));
  const { organizationId, mode } = owner;
  const salted = keccak256(concat([bytesToHex(randomBytes(32)), toHex(reference)]));
  const row = { id, organizationId, mode, customerId: customerUuid, reference, salted, createdAt: now };
  const inserted = await transaction
    .insertInto("depositReferences")
    .values({ ...row, sellers: JSON.stringify(sellers) })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  // Another request has bound it meanwhile.
  return inserted ?? ((await lockBound(transaction, owner, reference)) as DepositReference);
}

/** One that is not there is a mistake of the request, at its place. */
async function namedCustomer(transaction: DatabaseTransaction, owner: Owner, id: string): Promise<Customer> {
  return loadCustomer(transaction, owner, id).catch((error: unknown) => {
    if (!(error instanceof CustomerNotFoundError)) throw error;
    throw new InvalidPaymentError([{ path: ["customerId"], message: error.message }]);
  });
}

function lockBound(transaction: DatabaseTransaction, { organizationId, mode }: Owner, reference: string) {
  return transaction
    .selectFrom("depositReferences")
    .selectAll()
    .where("organizationId", "=", organizationId)
    .where("mode", "=", mode)
    .where("reference", "=", reference)
    .where("unboundAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
}

/** Answers the addresses that are new, or in use again. */
async function putAddresses(
  transaction: DatabaseTransaction,
  contract: StandingContract,
  { id: referenceId, salted }: DepositReference,
  planned: readonly PlannedAddress[],
  now: Date,
): Promise<string[]> {
  const current: string[] = [];
  const changed: string[] = [];
  for (const { sweptOn, chainIds, parts } of planned) {
    const terms = termsOf(salted, sweptOn, parts);
    const address = standingAddressOf(terms, contract.address);
    const earlier = await transaction
      .selectFrom("standingTerms")
      .select(["id", "replacedAt"])
      .where("address", "=", address)
      .executeTakeFirst();
    const id = earlier?.id ?? uuidv7({ msecs: now.getTime() });
    if (!earlier) {
      const row = { id, referenceId, address, standingId: standingIdOf(terms), sweptOn, createdAt: now };
      await transaction
        .insertInto("standingTerms")
        .values({ ...row, parts: JSON.stringify(parts) })
        .execute();
    } else if (earlier.replacedAt !== null) {
      await transaction.updateTable("standingTerms").set({ replacedAt: null }).where("id", "=", id).execute();
    }
    if (!earlier || earlier.replacedAt !== null) changed.push(address);
    await transaction
      .insertInto("standingWatches")
      .values(chainIds.map((chainId) => ({ chainId, address, termsId: id, createdAt: now })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    current.push(id);
  }
  await transaction
    .updateTable("standingTerms")
    .set({ replacedAt: now })
    .where("referenceId", "=", referenceId)
    .where("id", "not in", current)
    .where("replacedAt", "is", null)
    .execute();
  return changed;
}

/** The terms of a standing address as the contract has them. */
export function termsOf(salted: Hex, sweptOn: number, parts: readonly StoredPart[]): Standing {
  return { ref: salted, chainId: BigInt(sweptOn), parts };
}
