import { customerId, depositReferenceId, type LoadedReference } from "../../../customers/index.ts";
import { formatDecimal } from "../../../protocol/index.ts";
import type { Customer } from "../../../store/index.ts";

/** A customer as its merchant sees it. */
export function customerView({ id, externalId, name, createdAt }: Customer) {
  return { id: customerId(id), externalId, name, createdAt: createdAt.toISOString() };
}

/** A reference as its merchant sees it, with what is needed to sweep its addresses without us. */
export function referenceView({ reference, addresses }: LoadedReference) {
  return {
    id: depositReferenceId(reference.id),
    reference: reference.reference,
    customerId: customerId(reference.customerId),
    bound: reference.unboundAt === null,
    addresses: addresses.map(({ address, chainIds, replacedAt, parts, sweptOn }) => ({
      address,
      chainIds: [...chainIds],
      current: replacedAt === null,
      parts: parts.map(({ recipient, bps }) => ({ recipient, percent: formatDecimal(BigInt(bps), 2) })),
      terms: {
        ref: reference.salted,
        chainId: sweptOn.toString(),
        parts: parts.map(({ recipient, bps }) => ({ recipient, bps })),
      },
    })),
    createdAt: reference.createdAt.toISOString(),
    unboundAt: reference.unboundAt?.toISOString() ?? null,
  };
}
