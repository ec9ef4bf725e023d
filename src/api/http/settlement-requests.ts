import type { FastifyRequest } from "fastify";
import type { Address } from "viem";
import {
  changeSettlementAddress,
  defaultDelay,
  lostRecipients,
  RecipientLostError,
  RoleInsufficientError,
  settlementAddressesOf,
} from "../../access/index.ts";
import { chainsWithoutContract } from "../../chain/index.ts";
import type { PaymentsContext } from "../../payments/index.ts";
import type { Organization } from "../../store/index.ts";
import { type ChainsContext, servicesOf } from "../chains.ts";
import { ApiError } from "./errors.ts";
import type { MerchantContext } from "./routes.ts";
import { managementOf } from "./sessions.ts";

export type SettlementRequestsContext = MerchantContext & ChainsContext & Pick<PaymentsContext, "reserved">;

/** What a request may ask of a settlement address. */
export type RequestedChange = {
  /** Null: all chains that have no address of their own. */
  readonly chainId: number | null;
  /** Null: the chain has none of its own any more. */
  readonly address: Address | null;
  /** The usual one where left out. Milliseconds. */
  readonly delay?: number;
};

/** Changes settlement addresses for whoever sends a request, all of them or none. Throws where money sent to one would be lost. */
export async function changeRequestedAddresses(
  context: SettlementRequestsContext,
  request: FastifyRequest,
  changes: readonly RequestedChange[],
): Promise<void> {
  const { organization, role, manager } = managementOf(request);
  for (const { chainId, address, delay = defaultDelay } of changes) {
    if (delay !== defaultDelay && role !== "owner") throw new RoleInsufficientError(role, "owner");
    if (chainId !== null) servicesOf(context, chainId);
    if (address === null && chainId === null) throw invalid("there is no organization without an address");
    if (address !== null) await requireUsable(context, organization, chainId, address);
  }
  for (const change of changes) await changeSettlementAddress(context, organization.id, change, manager.actor);
}

/** Throws where money sent to an address would be lost, or is a contract's that does not exist on a chain that it would be for. */
async function requireUsable(
  context: SettlementRequestsContext,
  organization: Organization,
  chainId: number | null,
  address: Address,
): Promise<void> {
  for (const [lost, reason] of await lostRecipients(context, [address])) throw new RecipientLostError(lost, reason);
  const { byChain } = await settlementAddressesOf(context.database, organization, context.clock());
  const isConcerned = (id: number) => (chainId === null ? !(id in byChain) : id === chainId);
  const missing = (await chainsWithoutContract([...context.services.values()], address)).filter(({ id }) =>
    isConcerned(id),
  );
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(", ");
    throw invalid(`it is a contract that does not exist on ${names}: give these chains an address of their own first`);
  }
}

function invalid(message: string): ApiError {
  const errors = [{ path: ["address"], message }];
  return new ApiError("VALIDATION_FAILED", "The request is not valid: see errors.", { errors });
}
