import { type Address, encodeFunctionData, erc20Abi, isAddressEqual } from "viem";
import {
  formatDecimal,
  type PaymentTerms,
  parseDecimal,
  paymentRouterAbi,
  termsFromJson,
} from "../../protocol/index.ts";
import type { PaymentRow, Quote } from "../../store/index.ts";
import type { Recovery } from "../recoveries.ts";
import { type Acceptance, type AcceptContext, type AcceptTransaction, decimalsOf } from "./acceptance.ts";

/** Nobody should add money to a deposit address so shortly before its end. Milliseconds. */
const topUpMargin = 5 * 60_000;

/** Some money at a quote's deposit address, with what its terms say of it. Amounts in base units. */
type HeldMoney = {
  readonly quote: Quote;
  readonly recovery: Recovery;
  readonly terms: PaymentTerms;
  readonly decimals: number;
  readonly held: bigint;
  readonly merchant: Address;
  /** Whether what is reclaimed goes to the merchant; to an address that the payer named otherwise. */
  readonly isMerchants: boolean;
  readonly deadline: Date;
};

/** What the router permits with some money at a deposit address. */
export function permittedAcceptance(
  { clock, settlesDeposits }: AcceptContext,
  { status }: PaymentRow,
  quote: Quote,
  recovery: Recovery,
): Acceptance {
  const money = heldMoney(quote, recovery);
  const isItsMoney = recovery.chainId === quote.chainId && recovery.token === quote.token;
  const isOpen = recovery.availableAt !== null || recovery.reason === "UNSUBMITTED";
  if (isItsMoney && isOpen) {
    if (money.held >= quote.amountToken) return settled(money);
    // An open payment's deposit is settled by this server.
    const isAttended = settlesDeposits && status === "ACTIVE";
    if (money.deadline.getTime() - clock().getTime() > topUpMargin) return toppedUp(money, isAttended);
  }
  return money.isMerchants ? reclaimed(money) : notPossible(money);
}

function heldMoney(quote: Quote, recovery: Recovery): HeldMoney {
  const terms = termsFromJson(quote.terms);
  const decimals = decimalsOf(recovery);
  const merchant = terms.shares[0]?.recipient ?? recovery.beneficiary;
  return {
    quote,
    recovery,
    terms,
    decimals,
    held: parseDecimal(recovery.amount, decimals),
    merchant,
    isMerchants: isAddressEqual(recovery.beneficiary, merchant),
    deadline: new Date(Number(terms.deadline) * 1_000),
  };
}

const placeOf = ({ quote, recovery: { chainId, token, amount } }: HeldMoney) =>
  ({ quoteId: quote.id, chainId, token, amount, paymentId: null }) as const;

const goesTo = ({ isMerchants, recovery }: HeldMoney) => (isMerchants ? "you" : recovery.beneficiary);

function afterwards({ deadline, isMerchants, recovery }: HeldMoney): string {
  return `After ${deadline.toISOString()} it goes to ${isMerchants ? "you" : `${recovery.beneficiary}, whom the payer named`}.`;
}

function settled(money: HeldMoney): Acceptance {
  const end = money.deadline.toISOString();
  return {
    ...placeOf(money),
    outcome: "SETTLE",
    message: `The whole amount is there, and the router still pays it out by the payment's terms: anybody may send the transaction, before ${end}. ${afterwards(money)}`,
    availableAt: null,
    availableUntil: end,
    transactions: [settlement(money)],
  };
}

function settlement({ quote, recovery, terms, decimals }: HeldMoney): AcceptTransaction {
  const { chainId, token, chainName, depositAddress } = recovery;
  return {
    chainId,
    from: null,
    to: quote.router,
    data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args: [terms] }),
    value: "0",
    summary: `Pay ${formatDecimal(quote.amountToken, decimals)} ${token} on ${chainName} from the deposit address ${depositAddress} to you and your sellers, by the payment's own terms.`,
  };
}

function toppedUp(money: HeldMoney, isAttended: boolean): Acceptance {
  const { quote, recovery, held, merchant, deadline } = money;
  const { chainId, chainName, depositAddress, tokenAddress } = recovery;
  const missing = quote.amountToken - held;
  const missingText = `${formatDecimal(missing, money.decimals)} ${recovery.token}`;
  const topUp: AcceptTransaction = {
    chainId,
    from: merchant,
    to: tokenAddress,
    data: encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [depositAddress, missing] }),
    value: "0",
    summary: `Send the missing ${missingText} on ${chainName} from ${merchant} to the deposit address ${depositAddress}: the payment can then be paid by its own terms.`,
  };
  const end = deadline.toISOString();
  return {
    ...placeOf(money),
    outcome: "TOP_UP",
    message: `The router pays out the whole amount or nothing, and by these terms alone: ${missingText} is missing. Add it yourself, and everybody is paid as agreed. Do so only if your payer does not, and well before ${end}: what is too much, or too late, goes to ${goesTo(money)}. ${afterwards(money)}`,
    availableAt: null,
    availableUntil: end,
    transactions: isAttended ? [topUp] : [topUp, settlement(money)],
  };
}

function reclaimed(money: HeldMoney): Acceptance {
  const { beneficiary, sender, availableAt } = money.recovery;
  const sends =
    sender === "beneficiary"
      ? `On this chain you alone can send for it, from ${beneficiary}.`
      : "This server sends it to you as soon as that is worth its gas; anybody may.";
  return {
    ...placeOf(money),
    outcome: "RECLAIM",
    message: `The router does not split it any more: it sends all of it to you, and takes no fee. ${sends}`,
    availableAt,
    availableUntil: null,
    transactions: [reclaim(money)],
  };
}

function notPossible(money: HeldMoney): Acceptance {
  const { beneficiary, availableAt } = money.recovery;
  return {
    ...placeOf(money),
    outcome: "NOT_POSSIBLE",
    message: `The payer named ${beneficiary} as the address that such money goes back to, and the router sends it nowhere else. It is returned by itself, or by this transaction; ask your payer to pay again.`,
    availableAt,
    availableUntil: null,
    transactions: [reclaim(money)],
  };
}

function reclaim(money: HeldMoney): AcceptTransaction {
  const { chainId, chainName, amount, token, depositAddress, beneficiary, sender, transaction } = money.recovery;
  const { to, data, value } = transaction;
  const summary = `Send ${amount} ${token} on ${chainName} from the deposit address ${depositAddress} to ${goesTo(money)}.`;
  return { chainId, from: sender === "beneficiary" ? beneficiary : null, to, data, value, summary };
}
