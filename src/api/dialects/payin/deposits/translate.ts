import type { LoadedReference } from "../../../../customers/index.ts";
import { chainById, chainSlug, formatDecimal, tokenBySymbol } from "../../../../protocol/index.ts";
import { toSecond } from "../../../../schemas/index.ts";
import { type DepositFilter, type DepositSnapshot, depositId } from "../../../../standing/index.ts";
import type { depositStatuses } from "./schemas.ts";

type DepositStatus = (typeof depositStatuses)[number];
type OurStatus = NonNullable<DepositFilter["status"]>;

const statuses: Readonly<Record<OurStatus, DepositStatus>> = {
  PENDING: "pending",
  CONFIRMED: "confirmed",
  REVERSED: "reversed",
};

/** Our state of one of its own. */
export function statusOf(status: DepositStatus): OurStatus | undefined {
  return (Object.keys(statuses) as OurStatus[]).find((ours) => statuses[ours] === status);
}

/** A reference with its addresses in use. `chainId`: the chain that was asked for; undefined where it has no address there. */
export function boundView({ reference, addresses }: LoadedReference, chainId?: number) {
  const current = addresses
    .filter(({ replacedAt }) => replacedAt === null)
    .flatMap(({ chainIds, address, sweptOn }) => chainIds.map((id) => ({ id, address, isEverywhere: sweptOn === 0 })));
  const chosen = chainId === undefined ? current[0] : current.find(({ id }) => id === chainId);
  if (!chosen) return undefined;
  const isAsked = chainId !== undefined || !chosen.isEverywhere;
  return {
    depositReference: reference.reference,
    address: chosen.address,
    chainId: isAsked ? chainSlug(chosen.id) : null,
    addresses: current.map(({ id, address }) => ({ chainId: chainSlug(id), address })),
    status: reference.unboundAt === null ? ("active" as const) : ("unbound" as const),
    createdAt: toSecond(reference.createdAt),
  };
}

/** A deposit, as it is or as an event keeps it. */
export function depositFields(deposit: DepositSnapshot) {
  const { id, reference, amount, token, chainId, address, sender, transactionHash, status } = deposit;
  return {
    depositId: depositId(id),
    depositReference: reference,
    amount: shortAmount(amount, chainId, token),
    currency: token,
    chainId: chainSlug(chainId),
    address,
    from: sender,
    txHash: transactionHash,
    status: statuses[status],
    createdAt: toSecond(deposit.createdAt),
    confirmedAt: deposit.confirmedAt === null ? null : toSecond(deposit.confirmedAt),
  };
}

/** With two decimals at least, as this API writes amounts. */
function shortAmount(amount: string, chainId: number, symbol: DepositSnapshot["token"]): string {
  const chain = chainById(chainId);
  const decimals = (chain && tokenBySymbol(chain, symbol)?.decimals) ?? 0;
  return formatDecimal(BigInt(amount), decimals).replace(/(\.\d\d\d*?)0+$/, "$1");
}
