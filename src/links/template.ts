import { type Address, isAddress } from "viem";
import {
  type CreatePaymentInput,
  checkPayment,
  InvalidPaymentError,
  type Issue,
  type Payee,
  type PaymentChecksContext,
  readPercent,
} from "../payments/index.ts";
import { formatPrice, InvalidDecimalError, type PricingUnit, parseFiatAmount } from "../protocol/index.ts";
import type { Mode, PaymentLink, StoredLinkSeller } from "../store/index.ts";
import { linkSource } from "./link-id.ts";

/** A seller of every payment of a link: with an amount, or with a percentage of whatever is paid. */
export type LinkSeller = {
  readonly address: string;
  readonly amount?: string | null | undefined;
  /** "12.5": of the gross amount, with two decimals at most. */
  readonly percent?: string | null | undefined;
};

/** What a merchant says of a link. Amounts are decimal strings of the currency. */
export type LinkInput = Pick<
  CreatePaymentInput,
  "description" | "acceptedChains" | "acceptedTokens" | "metadata" | "successUrl" | "cancelUrl"
> & {
  readonly title: string;
  readonly currency: PricingUnit;
  /** Null: the payer chooses, from `minimumAmount` to `maximumAmount`. */
  readonly amount?: string | null | undefined;
  readonly minimumAmount?: string | null | undefined;
  readonly maximumAmount?: string | null | undefined;
  readonly sellers?: readonly LinkSeller[] | null | undefined;
  readonly paymentLimit?: number | null | undefined;
  readonly active?: boolean | undefined;
};

/** What is left out stays. */
export type LinkChange = { readonly [Field in keyof LinkInput]?: LinkInput[Field] | undefined };

/** What a link says of its payments, in columns of its table. */
export type Template = Pick<
  PaymentLink,
  | "title"
  | "description"
  | "currency"
  | "amount"
  | "minimumAmount"
  | "maximumAmount"
  | "sellers"
  | "acceptedChains"
  | "acceptedTokens"
  | "paymentLimit"
  | "metadata"
  | "successUrl"
  | "cancelUrl"
  | "active"
>;

/** Reads what a merchant says of a link, and that payments can be made of it. Throws `InvalidPaymentError`, `ModeUnavailableError`. */
export async function readTemplate(
  context: PaymentChecksContext,
  merchant: Payee,
  mode: Mode,
  input: LinkInput,
): Promise<Template> {
  const issues: Issue[] = [];
  const { currency } = input;
  const amount = readAmount(input.amount, currency, "amount", issues);
  const minimumAmount = readAmount(input.minimumAmount, currency, "minimumAmount", issues);
  const maximumAmount = readAmount(input.maximumAmount, currency, "maximumAmount", issues);
  checkBounds({ amount, minimumAmount, maximumAmount }, issues);
  const template: Template = {
    title: input.title,
    description: input.description ?? null,
    currency,
    amount,
    minimumAmount,
    maximumAmount,
    sellers: (input.sellers ?? []).flatMap((seller, index) => readSeller(seller, currency, index, issues) ?? []),
    acceptedChains: input.acceptedChains ? [...input.acceptedChains] : null,
    acceptedTokens: input.acceptedTokens ? [...input.acceptedTokens] : null,
    paymentLimit: input.paymentLimit ?? null,
    metadata: { ...input.metadata },
    successUrl: input.successUrl ?? null,
    cancelUrl: input.cancelUrl ?? null,
    active: input.active ?? true,
  };
  if (issues.length > 0) throw new InvalidPaymentError(issues);
  await checkPayments(context, merchant, mode, template);
  return template;
}

/** Throws what `createLink` would, and writes nothing. */
export async function checkLink(
  context: PaymentChecksContext,
  merchant: Payee,
  mode: Mode,
  input: LinkInput,
): Promise<void> {
  await readTemplate(context, merchant, mode, input);
}

/** The payment that a link asks for; `id` is the link's. */
export function paymentOf(template: Template & Partial<Pick<PaymentLink, "id">>, amount: bigint): CreatePaymentInput {
  const { currency, id } = template;
  const text = (units: bigint) => formatPrice(units, currency);
  return {
    amount: text(amount),
    currency,
    title: template.title,
    description: template.description,
    acceptedChains: template.acceptedChains,
    acceptedTokens: template.acceptedTokens,
    sellers: template.sellers.map((seller) => ({ address: seller.address, amount: text(shareOf(seller, amount)) })),
    metadata: template.metadata,
    // None of its own: the organization's.
    successUrl: template.successUrl ?? undefined,
    cancelUrl: template.cancelUrl ?? undefined,
    source: id === undefined ? undefined : linkSource(id),
  };
}

/** Rounded down: what is left over is the merchant's. */
function shareOf(seller: StoredLinkSeller, amount: bigint): bigint {
  return "amount" in seller ? BigInt(seller.amount) : (amount * BigInt(seller.basisPoints)) / 10_000n;
}

/** The smallest payment that a link can ask for is the hardest to split: where that one is sound, all are. */
async function checkPayments(
  context: PaymentChecksContext,
  merchant: Payee,
  mode: Mode,
  template: Template,
): Promise<void> {
  const least = template.amount ?? template.minimumAmount ?? 0n;
  try {
    await checkPayment(context, merchant, mode, paymentOf(template, least));
  } catch (error) {
    if (!(error instanceof InvalidPaymentError) || template.amount !== null) throw error;
    const ofPrice = (path: Issue["path"]) => path.length === 1 && ["amount", "merchantAmount"].includes(`${path[0]}`);
    throw new InvalidPaymentError(
      error.issues.map((issue) => (ofPrice(issue.path) ? { ...issue, path: ["minimumAmount"] } : issue)),
    );
  }
}

function readAmount(text: string | null | undefined, currency: PricingUnit, field: string, issues: Issue[]) {
  if (text == null) return null;
  try {
    const amount = parseFiatAmount(text, currency);
    if (amount === 0n) issues.push({ path: [field], message: "The amount must be above zero." });
    return amount;
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    issues.push({ path: [field], message: error.message });
    return null;
  }
}

function checkBounds(
  { amount, minimumAmount, maximumAmount }: Pick<Template, "amount" | "minimumAmount" | "maximumAmount">,
  issues: Issue[],
): void {
  // A text that could not be read has its issue already.
  if (issues.length > 0) return;
  if (amount === null && minimumAmount === null) {
    const message = "Give an amount, or a minimumAmount where the payer is to choose.";
    issues.push({ path: ["amount"], message });
  } else if (amount !== null && (minimumAmount !== null || maximumAmount !== null)) {
    const message = "With an amount the payer chooses nothing: leave out minimumAmount and maximumAmount.";
    issues.push({ path: ["amount"], message });
  } else if (minimumAmount !== null && maximumAmount !== null && maximumAmount < minimumAmount) {
    issues.push({ path: ["maximumAmount"], message: "maximumAmount must not be below minimumAmount." });
  }
}

function readSeller(
  { address, amount, percent }: LinkSeller,
  currency: PricingUnit,
  index: number,
  issues: Issue[],
): StoredLinkSeller | undefined {
  const at = (field: string, message: string) => void issues.push({ path: ["sellers", index, field], message });
  if (!isAddress(address)) {
    return at("address", `"${address}" is not an address, or its checksum (EIP-55) is wrong: copy it again.`);
  }
  if ((amount == null) === (percent == null)) return at("amount", "Give a seller either an amount or a percent.");
  if (percent != null) {
    const basisPoints = readPercent(percent, ["sellers", index, "percent"], issues);
    return basisPoints === undefined ? undefined : { address: address as Address, basisPoints };
  }
  try {
    return { address: address as Address, amount: parseFiatAmount(amount ?? "", currency).toString() };
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    return at("amount", error.message);
  }
}
