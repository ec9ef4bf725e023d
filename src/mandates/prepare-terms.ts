import { type Address, erc20Abi, getAddress, parseAbi } from "viem";
import { ChainUnavailableError } from "../chain/index.ts";
import { mandatesAbi, mandateTypedData, type Mandate as Terms, tokenByAddress } from "../protocol/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import type { Mandate } from "../store/index.ts";
import { allowanceNeeded, stillNeeded } from "./allowance.ts";
import { checkPayer } from "./check-payer.ts";
import type { MandatesContext } from "./context.ts";
import { MandateStateError } from "./errors.ts";
import { openMandate } from "./load-mandate.ts";
import { termsOfMandate } from "./terms.ts";

const noncesAbi = parseAbi(["function nonces(address owner) view returns (uint256)"]);

/** How a payer gives the allowance that is missing. PERMIT: by a signature that we bring to the chain. APPROVE: by a transaction of its own. */
export type AllowanceMethod = "NONE" | "PERMIT" | "APPROVE";

/** What a payer signs, and the allowance that it needs. Amounts in base units. */
export type PreparedTerms = {
  readonly mandate: Mandate;
  readonly terms: Terms;
  readonly typedData: ReturnType<typeof mandateTypedData>;
  readonly allowance: {
    readonly method: AllowanceMethod;
    /** For all live mandates of the account on this token, this one included. */
    readonly needed: bigint;
    readonly current: bigint;
    /** Of the token's permits, where it has them. */
    readonly nonce: bigint | null;
  };
};

/**
 * The terms for a payer, whose epoch is read from the chain. Throws `MandateNotFoundError`, `MandateStateError`, `MandatePayerError`, `ChainUnavailableError`.
 */
export async function prepareTerms(
  context: MandatesContext & { readonly services: ReadonlyMap<number, ChainServices> },
  token: string,
  payer: Address,
): Promise<PreparedTerms> {
  const { database, clock } = context;
  const mandate = await openMandate(database, token);
  const now = clock();
  checkSignable(mandate, now);
  const services = servicesOf(context, mandate);
  await checkPayer(context, mandate, payer);
  const { chainId, tokenAddress, contract } = mandate;
  const hasPermit = tokenByAddress(services.chain, tokenAddress)?.permit === true;
  const client = services.reads ?? services.client;
  const [epoch, current, nonce] = await Promise.all([
    client.readContract({ address: contract, abi: mandatesAbi, functionName: "epoch", args: [payer] }),
    client.readContract({ address: tokenAddress, abi: erc20Abi, functionName: "allowance", args: [payer, contract] }),
    hasPermit
      ? client.readContract({ address: tokenAddress, abi: noncesAbi, functionName: "nonces", args: [payer] })
      : null,
  ]).catch((error: Error) => {
    throw new ChainUnavailableError(error);
  });
  const start = mandate.start ?? new Date(Math.floor(now.getTime() / 1_000) * 1_000);
  const terms = termsOfMandate(mandate, { payer, epoch, start });
  const others = await allowanceNeeded(database, { chainId, tokenAddress, payer: getAddress(payer) }, now);
  const needed = others + stillNeeded({ ...mandate, start }, 0, now);
  const method = current >= needed ? "NONE" : hasPermit ? "PERMIT" : "APPROVE";
  return {
    mandate,
    terms,
    typedData: mandateTypedData(terms, BigInt(chainId), contract),
    allowance: { method, needed, current, nonce },
  };
}

/** Throws `MandateStateError` where it cannot be signed any more. */
export function checkSignable({ status, expiresAt }: Mandate, now: Date): void {
  if (status !== "PENDING") throw new MandateStateError(status, "only a PENDING one can be signed.");
  if (expiresAt <= now) throw new MandateStateError("EXPIRED", "ask the shop for another.");
}

/** By what payers reach the chain of a mandate. Throws `ChainUnavailableError` where it is served no longer. */
export function servicesOf(
  { services }: { readonly services: ReadonlyMap<number, ChainServices> },
  { chainId }: Pick<Mandate, "chainId">,
): ChainServices {
  const served = services.get(chainId);
  if (!served) throw new ChainUnavailableError(new Error(`Chain ${chainId} is not served.`));
  return served;
}
