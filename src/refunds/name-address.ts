import type { Address } from "viem";
import { findOrganization, hashOfBearerToken } from "../access/index.ts";
import { readCursor } from "../ledger/index.ts";
import { chainById } from "../protocol/index.ts";
import { checkRecipient } from "./check-recipient.ts";
import type { RefundsContext } from "./context.ts";
import { AddressLinkError } from "./errors.ts";
import { findRefund, lockRefund } from "./load-refund.ts";
import { recordRefundEvent } from "./record-event.ts";
import type { LoadedRefund } from "./refund-snapshot.ts";

/** Characters of a link's secret, and a few more. */
const longestToken = 100;

/** What the payer's page shows. */
export type AddressRequest = LoadedRefund & { readonly merchantName: string; readonly chainName: string };

/** The refund that a link's secret opens. It goes on showing the address once that is named. Throws `AddressLinkError`. */
export async function openAddressLink(context: RefundsContext, token: string): Promise<AddressRequest> {
  const { database, clock } = context;
  if (token.length > longestToken) throw new AddressLinkError();
  const found = await database
    .selectFrom("refunds")
    .select("id")
    .where("addressTokenHash", "=", hashOfBearerToken(token))
    .where("addressTokenExpiresAt", ">", clock())
    .executeTakeFirst();
  const loaded = found && (await findRefund(database, found.id));
  const organization = loaded && (await findOrganization(context, loaded.refund.organizationId));
  const chain = loaded && chainById(loaded.refund.chainId);
  if (!loaded || !organization || !chain) throw new AddressLinkError();
  return { ...loaded, merchantName: organization.name, chainName: chain.name };
}

/** Whether the address can be the refund's. Throws `AddressLinkError`, and `RecipientRefusedError` where money would not reach a payer there. */
export async function checkAddress(context: RefundsContext, token: string, address: Address): Promise<Address> {
  const { refund, transfers } = await openAddressLink(context, token);
  const chain = chainById(refund.chainId);
  if (!chain || refund.status !== "PENDING") throw new AddressLinkError();
  const senders = transfers.map(({ sender }) => sender);
  return checkRecipient(context, { chain, token: refund.token, to: address, senders });
}

/**
 * Takes the address that the payer has confirmed. Once: whoever gets hold of the link later changes nothing. Throws what `checkAddress` throws; answers the refund as it is, also
 * where it had an address before.
 */
export async function nameAddress(context: RefundsContext, token: string, address: Address): Promise<AddressRequest> {
  const to = await checkAddress(context, token, address);
  const { refund, merchantName, chainName } = await openAddressLink(context, token);
  return context.database.transaction().execute(async (transaction) => {
    const locked = await lockRefund(transaction, refund.id);
    const shown = { merchantName, chainName };
    if (locked.refund.recipient !== null) return { ...locked, ...shown };
    const isItsLink = locked.refund.addressTokenHash === hashOfBearerToken(token);
    if (locked.refund.status !== "PENDING" || !isItsLink) throw new AddressLinkError();
    const now = context.clock();
    await transaction
      .updateTable("refunds")
      .set({ recipient: to, openedAt: now })
      .where("id", "=", refund.id)
      .execute();
    await transaction
      .updateTable("refundTransfers")
      .set({ scannedTo: (await readCursor(transaction, refund.chainId))?.blockNumber ?? null })
      .where("refundId", "=", refund.id)
      .execute();
    return { ...(await recordRefundEvent(transaction, refund.id, "refund.address_named", now)), ...shown };
  });
}
