import { type Address, getAddress, isAddress, zeroAddress } from "viem";
import { disabledPairsOf, settlementAddressesOf } from "../access/index.ts";
import { type DepositSeller, readSellers, splitOf } from "../customers/index.ts";
import { chainsOfMode, InvalidPaymentError, type Payee, type PaymentSource, withoutPairs } from "../payments/index.ts";
import {
  checkMandate,
  InvalidDecimalError,
  mandateUnits,
  parseDecimal,
  type TokenSymbol,
  tokenBySymbol,
} from "../protocol/index.ts";
import type { Mode, StoredPart } from "../store/index.ts";
import type { MandatesContext } from "./context.ts";

const day = 86_400;

/** Where nobody says otherwise, a charge is possible for so long: long enough for all tries. Seconds. */
const usualWindow = 21 * day;

/** What a merchant says of a mandate. */
export type MandateInput = {
  readonly title: string;
  readonly chainId: number;
  readonly token: TokenSymbol;
  /** Units of the token: what is charged each period, or the most of one where there is a collector. */
  readonly amount: string;
  readonly interval: { readonly unit: "DAY" | "MONTH"; readonly count: number };
  readonly periods: number;
  /** Seconds. Left out: half of a period, and three weeks at most. */
  readonly window?: number | null | undefined;
  /** The first second of the first period. Left out: when the payer signs. */
  readonly startsAt?: Date | null | undefined;
  /** Whether that may be over: what is signed goes on with a period that has begun. */
  readonly mayHaveBegun?: boolean;
  readonly sellers?: readonly DepositSeller[] | null | undefined;
  /** Whose signature sets each amount. Left out: every charge is of exactly the amount. */
  readonly collector?: Address | null | undefined;
  readonly source?: PaymentSource | undefined;
};

/** What an input says, as the contract takes it. Throws `InvalidPaymentError`. */
export async function readMandate(
  context: Pick<MandatesContext, "database" | "chains" | "reserved">,
  contract: Address,
  { merchant, mode, now }: { readonly merchant: Payee; readonly mode: Mode; readonly now: Date },
  input: MandateInput,
) {
  const refuse = (path: string, message: string) => new InvalidPaymentError([{ path: [path], message }]);
  const offered = withoutPairs(chainsOfMode(context, mode), await disabledPairsOf(context.database, merchant.id));
  const chain = offered.find(({ id }) => id === input.chainId);
  if (!chain) throw refuse("chainId", `Your payments are not taken on chain ${input.chainId}.`);
  const token = tokenBySymbol(chain, input.token);
  if (!token) throw refuse("token", `${input.token} is not taken on ${chain.name}.`);
  const isMonths = input.interval.unit === "MONTH";
  const every = isMonths ? input.interval.count : input.interval.count * day;
  const shortest = isMonths ? every * 28 * day : every;
  const start = input.startsAt ?? null;
  if (start !== null && start < now && !input.mayHaveBegun)
    throw refuse("startsAt", "The first period must begin later.");
  const addresses = await settlementAddressesOf(context.database, merchant, now);
  const sellers = await readSellers(context, input.sellers ?? []);
  const parts: StoredPart[] = await splitOf(context, addresses.byChain[chain.id] ?? addresses.everywhere, sellers);
  const collector = input.collector ?? zeroAddress;
  if (!isAddress(collector)) throw refuse("collector", `"${collector}" is not an address.`);
  const terms = {
    tokenAddress: token.address,
    maxAmount: readAmount(input.amount, token.decimals, refuse),
    unit: isMonths ? mandateUnits.months : mandateUnits.seconds,
    every,
    window: input.window ?? Math.min(Math.floor(shortest / 2), usualWindow),
    periods: input.periods,
    collector: getAddress(collector),
    parts,
  };
  try {
    const startSeconds = BigInt(Math.floor((start ?? now).getTime() / 1_000));
    checkMandate({ ...terms, ...unsigned, start: startSeconds, token: token.address }, contract);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const [field = ""] = error.message.split(":");
    throw refuse({ every: "interval", maxAmount: "amount", start: "startsAt" }[field] ?? field, error.message);
  }
  return { ...terms, chain, token, start: start && wholeSeconds(start) };
}

/** What the payer's signature adds: nothing of it can be out of bounds. */
const unsigned = { ref: `0x${"00".repeat(32)}`, payer: zeroAddress, epoch: 0n } as const;

function readAmount(text: string, decimals: number, refuse: (path: string, message: string) => Error): bigint {
  try {
    const amount = parseDecimal(text, decimals);
    if (amount >= 10n ** BigInt(decimals)) return amount;
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    throw refuse("amount", error.message);
  }
  throw refuse("amount", "A charge of less than one unit of the token is never worth its gas.");
}

const wholeSeconds = (date: Date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000);
