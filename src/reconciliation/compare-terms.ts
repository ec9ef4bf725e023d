import { isAddressEqual } from "viem";
import type { ChargeLog } from "../chain/index.ts";
import { isByItsTerms, isCharge, isSweep, type RouterEvent, sharesOf } from "../ledger/index.ts";
import { isByItsMandate } from "../mandates/index.ts";
import { amountsOf, chainById, paymentIdOf, termsFromJson, termsOf, tokenBySymbol } from "../protocol/index.ts";
import type { Mandate, PaymentRow, Quote, Settlement } from "../store/index.ts";
import { type Difference, unequal } from "./difference.ts";

/**
 * Whom an event is credited to, against the quote whose id it carries, and every share of it against what the payment asks for: since the id is a hash of
 * the terms, shares that give the id are the ones that were paid.
 */
export function compareTerms(
  event: RouterEvent,
  row: Settlement,
  quote: Quote | undefined,
  payment: PaymentRow | undefined,
  mandate: Mandate | undefined,
): Difference[] {
  if (isSweep(event)) return sweepProblems(event, row);
  if (isCharge(event)) return chargeProblems(event, row, mandate);
  const credit = creditProblems(event, row, quote);
  const terms = quote ? quoteProblems(event, quote) : [];
  const shares = quote && payment && "merchant" in event ? shareProblems(event, row, quote, payment) : [];
  const details = [...credit, ...terms, ...shares];
  if (details.length === 0) return [];
  const { chainId, transactionHash, onchainId } = event;
  // Read again, a row that is not final is credited anew; a quote or a payment that was changed stays as it is.
  const remedy = row.final || credit.length < details.length ? "MANUAL" : "RESCAN";
  const paymentId = quote?.paymentId ?? null;
  return [{ chainId, transactionHash, onchainId, paymentId, kind: "TERMS", detail: details.join("; "), remedy }];
}

/** The terms of a standing address are its id: whom a sweep is credited to is all that can be wrong. */
function sweepProblems({ chainId, transactionHash, onchainId }: RouterEvent, { kind }: Settlement): Difference[] {
  if (kind === "SWEPT") return [];
  const detail = `kind is ${kind}, not SWEPT`;
  return [{ chainId, transactionHash, onchainId, paymentId: null, kind: "TERMS", detail, remedy: "MANUAL" }];
}

/** Whom a charge is credited to, against the mandate of its id; its fee, and with that every part of it, against what the payer signed. */
function chargeProblems(
  charge: ChargeLog,
  { kind, final, mandateChargeId }: Settlement,
  mandate: Mandate | undefined,
): Difference[] {
  const isOurs = mandate !== undefined && isByItsMandate(mandate, charge);
  const expected = isOurs ? "CHARGED" : "UNKNOWN";
  const details = kind === expected ? [] : [`kind is ${kind}, not ${expected}`];
  if ((mandateChargeId !== null) !== isOurs) details.push(`its charge is ${mandateChargeId ?? "none"}`);
  if (details.length === 0) return [];
  const { chainId, transactionHash, onchainId } = charge;
  const remedy = final ? "MANUAL" : "RESCAN";
  return [{ chainId, transactionHash, onchainId, paymentId: null, kind: "TERMS", detail: details.join("; "), remedy }];
}

function creditProblems(event: RouterEvent, row: Settlement, quote: Quote | undefined): string[] {
  const isSettlement = "merchant" in event;
  const own = quote && isAddressEqual(quote.router, event.router) ? quote : undefined;
  const ours = own && (!isSettlement || isByItsTerms(own, event)) ? own : undefined;
  const kinds = isSettlement ? ["PAYMENT", "OVERPAID", "LATE"] : ["RECLAIMED"];
  const expected = ours ? kinds : ["UNKNOWN"];
  return [
    ...unequal(["quoteId"], row, { quoteId: ours?.id ?? null }),
    ...(expected.includes(row.kind) ? [] : [`kind is ${row.kind}, not ${expected.join(" or ")}`]),
  ];
}

function quoteProblems(event: RouterEvent, quote: Quote): string[] {
  const onchainId = paymentIdOf(termsFromJson(quote.terms));
  const problems = unequal(["terms"], { terms: onchainId }, { terms: event.onchainId }).map(
    (problem) => `the hash of its quote's ${problem}`,
  );
  if (!("merchant" in event)) return problems;
  const chain = chainById(quote.chainId);
  const token = chain && tokenBySymbol(chain, quote.token)?.address;
  const is = { chain: quote.chainId, amount: quote.amountToken, token };
  const expected = { chain: event.chainId, amount: event.amount, token: event.token };
  const others = unequal(["chain", "amount", "token"], is, expected);
  return [...problems, ...others.map((problem) => `its quote's ${problem}`)];
}

/** What each recipient got, rebuilt from what the payment asks for and the event's amount, against what the ledger shows of it. */
function shareProblems(
  event: Extract<RouterEvent, { merchant: unknown }>,
  row: Settlement,
  quote: Quote,
  payment: PaymentRow,
): string[] {
  const { refundTo, deadline } = termsFromJson(quote.terms);
  const { chainId, token, amount, fee, onchainId } = event;
  const asked = { payment, chainId, token: { address: token }, amount, deadline: new Date(Number(deadline) * 1_000) };
  const terms = termsOf({ ...asked, refundTo });
  const { net, fee: takenOff } = amountsOf(terms.shares, quote.feeBasisPoints);
  // Another router may take another fee.
  const feeProblems = isAddressEqual(quote.router, event.router) ? unequal(["fee"], { fee: takenOff }, { fee }) : [];
  const problems = feeProblems.map((problem) => `of its shares the ${problem}`);
  if (paymentIdOf(terms) !== onchainId) problems.push("its payment's merchant and sellers do not give this id");
  if (row.quoteId !== quote.id) return problems;

  const shown = sharesOf({ ...quote, kind: row.kind });
  const paid = terms.shares.map((share, index) => ({
    recipient: share.recipient,
    gross: share.amount,
    net: net[index] ?? 0n,
  }));
  for (let index = 0; index < Math.max(shown.length, paid.length); index += 1) {
    const [is, expected] = [shown[index] ?? nobody, paid[index] ?? nobody];
    const wrong = unequal(["recipient", "gross", "net"], is, expected);
    if (wrong.length > 0) problems.push(`share ${index + 1}: ${wrong.join(", ")}`);
  }
  return problems;
}

const nobody = { recipient: null, gross: null, net: null };
