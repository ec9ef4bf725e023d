import { type Address, getAddress, isAddressEqual, zeroAddress } from "viem";
import type { MandatePage, MandateTerms } from "../../../clients/typescript/types.ts";
import { chainById, tokenBySymbol } from "../../../src/protocol/chains/index.ts";
import { formatDecimal, parseDecimal } from "../../../src/protocol/decimal.ts";
import { type Mandate, mandateUnits } from "../../../src/protocol/mandate.ts";
import { checkMandate, dueAt } from "../../../src/protocol/mandate-schedule.ts";
import { partAmountsOf } from "../../../src/protocol/part.ts";
import { PayerError } from "../../shared/payer-error.ts";

const day = 86_400;

/** What was prepared is not what the page shows: nothing is signed. */
export class TermsMismatchError extends PayerError {
  override readonly name = "TermsMismatchError";
  constructor(what: string) {
    super(`The prepared terms do not say what the page says: ${what}`, { key: "mandate.mismatch", values: {} });
  }
}

type WrittenTerms = MandateTerms["terms"];

/** The terms as they are signed, from the server's answer. */
export function readTerms({
  ref,
  payer,
  token,
  maxAmount,
  start,
  collector,
  epoch,
  parts,
  ...times
}: WrittenTerms): Mandate {
  return {
    ...times,
    ref: ref as Mandate["ref"],
    payer: getAddress(payer),
    token: getAddress(token),
    collector: getAddress(collector),
    maxAmount: BigInt(maxAmount),
    start: BigInt(start),
    epoch: BigInt(epoch),
    parts: parts.map(({ recipient, bps }) => ({ recipient: getAddress(recipient), bps })),
  };
}

/**
 * Compares what is about to be signed with all that the page shows, and with what we know of the chain's token ourselves. Throws `TermsMismatchError`.
 */
export function checkTerms(page: MandatePage, terms: Mandate, payer: Address): void {
  const require = (isSame: boolean, what: string) => {
    if (!isSame) throw new TermsMismatchError(what);
  };
  const chain = chainById(page.chainId);
  const token = chain && tokenBySymbol(chain, page.token);
  if (!token) throw new TermsMismatchError("token");
  require(isAddressEqual(terms.payer, payer), "payer");
  require(isAddressEqual(terms.token, token.address), "token");
  require(terms.maxAmount === parseDecimal(page.amount, token.decimals), "amount");
  const times = timesOf(page);
  require(terms.unit === times.unit, "unit");
  require(terms.every === times.every, "every");
  require(terms.periods === times.periods && terms.window === times.window, "periods");
  require(page.startsAt === null || Number(terms.start) * 1_000 === Date.parse(page.startsAt), "start");
  require(isAddressEqual(terms.collector, (page.collector ?? zeroAddress) as Address), "collector");
  const shown = page.parts.map(({ recipient, percent }) => `${recipient} ${parseDecimal(percent, 2)}`.toLowerCase());
  const signed = terms.parts.map(({ recipient, bps }) => `${recipient} ${bps}`.toLowerCase());
  require(shown.join() === signed.join(), "parts");
  try {
    checkMandate(terms, page.contract as Address);
  } catch (error) {
    throw new TermsMismatchError((error as Error).message);
  }
}

/** When charges are possible, as it is signed. */
function timesOf({ interval: { unit, count }, window, periods }: MandatePage) {
  const isMonths = unit === "MONTH";
  return {
    unit: isMonths ? mandateUnits.months : mandateUnits.seconds,
    every: count * (isMonths ? 1 : day),
    window,
    periods,
  };
}

/** What the page shows of the terms, reckoned anew: by the server's word alone before they are prepared. */
export function figuresOf(page: MandatePage, terms: Pick<Mandate, "start"> | null) {
  const chain = chainById(page.chainId);
  const token = chain && tokenBySymbol(chain, page.token);
  const decimals = token?.decimals ?? 6;
  const most = parseDecimal(page.amount, decimals);
  const start = terms?.start ?? (page.startsAt === null ? null : BigInt(Date.parse(page.startsAt) / 1_000));
  const times = timesOf(page);
  const dateOf = (period: number) =>
    start === null ? null : new Date(Number(dueAt({ ...times, start }, period)) * 1_000).toISOString();
  const shares = page.parts.map(({ percent }) => ({ bps: Number(parseDecimal(percent, 2)) }));
  const gross = partAmountsOf(shares, most, 0n).net;
  return {
    chainName: chain?.name ?? `${page.chainId}`,
    decimals,
    total: formatDecimal(most * BigInt(page.periods), decimals),
    first: dateOf(0),
    last: dateOf(page.periods - 1),
    parts: page.parts.map(({ recipient }, index) => ({
      recipient,
      amount: formatDecimal(gross[index] ?? 0n, decimals),
    })),
  };
}
