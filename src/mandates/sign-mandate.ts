import { type Address, getAddress, type Hex } from "viem";
import { ChainUnavailableError } from "../chain/index.ts";
import { mandateIdOf, mandatesAbi, mandateTypedData, type Mandate as Terms } from "../protocol/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import type { Mandate } from "../store/index.ts";
import { checkPayer } from "./check-payer.ts";
import { checkSignature } from "./check-signature.ts";
import type { MandatesContext } from "./context.ts";
import { MandateStateError, MandateTermsError } from "./errors.ts";
import { lockMandate, openMandate } from "./load-mandate.ts";
import { type PayersPermit, relayPermit } from "./permit.ts";
import { checkSignable, servicesOf } from "./prepare-terms.ts";
import { recordMandateEvent } from "./record-event.ts";
import { periodsLeft, termsOfMandate, windowOf } from "./terms.ts";

/** How long ago what begins with its signature may have been prepared. Milliseconds. */
const preparedWithin = 60 * 60_000;

/** What a payer hands in. */
export type PayersSignature = {
  readonly payer: Address;
  /** As prepared. */
  readonly start: Date;
  readonly signature: Hex;
  readonly permit?: PayersPermit | undefined;
};

/**
 * Records a payer's signature, once it is one of the terms as they stand on chain: from then on the mandate is ACTIVE. The permit of an allowance, if it comes along, is
 * brought to the chain; where it is refused, nothing is recorded. Handed in again, the same signature is answered as it was. Throws `MandateNotFoundError`, `MandateStateError`, `MandateTermsError`, `MandatePayerError`, `MandateSignatureError`,
 * `ChainUnavailableError`, `OperationRevertsError`.
 */
export async function signMandate(
  context: MandatesContext & { readonly services: ReadonlyMap<number, ChainServices> },
  token: string,
  { payer, start, signature, permit }: PayersSignature,
): Promise<Mandate> {
  const { database, clock } = context;
  const mandate = await openMandate(database, token);
  if (mandate.signature === signature) return mandate;
  const now = clock();
  checkSignable(mandate, now);
  checkStart(mandate, start, now);
  const services = servicesOf(context, mandate);
  await checkPayer(context, mandate, payer);
  const terms = termsOfMandate(mandate, { payer, start, epoch: await epochOf(services, mandate, payer) });
  const typedData = mandateTypedData(terms, BigInt(mandate.chainId), mandate.contract);
  const check = await checkSignature(services.client, payer, typedData, signature);
  await checkLive(services, mandate, terms);
  if (permit) await relayPermit(context, services, mandate, { ...permit, owner: payer });
  return database.transaction().execute(async (transaction) => {
    const current = await lockMandate(transaction, mandate.id);
    if (current.signature === signature) return current;
    checkSignable(current, now);
    const { closesAt } = windowOf(mandate, start, mandate.periods - 1);
    const signed = await transaction
      .updateTable("mandates")
      .set({
        payer: getAddress(payer),
        epoch: terms.epoch,
        start,
        onchainId: mandateIdOf(terms),
        signature,
        contractPayer: check === "code",
        status: "ACTIVE",
        signedAt: now,
        inspectAt: closesAt,
      })
      .where("id", "=", mandate.id)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordMandateEvent(transaction, signed, "mandate.signed", now);
    return signed;
  });
}

function checkStart(mandate: Mandate, start: Date, now: Date): void {
  if (mandate.start !== null) {
    if (mandate.start.getTime() !== start.getTime())
      throw new MandateTermsError("The first charge is at another time.");
  } else if (start > now || start.getTime() < now.getTime() - preparedWithin || start.getTime() % 1_000 !== 0) {
    throw new MandateTermsError("These terms were prepared too long ago.");
  }
  if (periodsLeft(mandate, start, 0, now) === 0) throw new MandateStateError("EXPIRED", "no period of it is left.");
}

async function epochOf({ client }: ChainServices, { contract: address }: Mandate, payer: Address): Promise<bigint> {
  return client
    .readContract({ address, abi: mandatesAbi, functionName: "epoch", args: [payer] })
    .catch((error: Error) => {
      throw new ChainUnavailableError(error);
    });
}

/** A payer can end a mandate before it was ever used. */
async function checkLive({ client }: ChainServices, { contract: address }: Mandate, terms: Terms): Promise<void> {
  const args = [terms.payer, mandateIdOf(terms)] as const;
  const isCancelled = await client
    .readContract({ address, abi: mandatesAbi, functionName: "isCancelled", args })
    .catch((error: Error) => {
      throw new ChainUnavailableError(error);
    });
  if (isCancelled) throw new MandateStateError("CANCELLED", "it was ended on chain.");
}
