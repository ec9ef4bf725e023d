import { type Address, encodeFunctionData, type Hex, zeroAddress } from "viem";
import {
  type Call,
  depositAddressOf,
  feeBasisPoints,
  type Mandate,
  mandatesAbi,
  mandateTypedData,
  mandateUnits,
  type Part,
  paymentRouterAbi,
  type Standing,
  standingAddressOf,
  standingDepositsAbi,
} from "../../src/protocol/index.ts";
import { chainId, networkHelpers, paymentOf, sellers, wallets } from "../../test/contracts/fixture.ts";
import { signAuthorization, signConsent, signPermit2 } from "../../test/contracts/signatures.ts";
import { feeRecipient, type GasStage } from "./gas-stage.ts";

/** What each call moves, fee included, however many it pays. */
const total = 100_000_000n;

/** How the total is divided: a tenth to each seller. */
const partsOf = (recipients: number): Part[] =>
  [wallets.merchant.account.address, ...sellers]
    .slice(0, recipients)
    .map((recipient, index) => ({ recipient, bps: index === 0 ? 10_000 - 1_000 * (recipients - 1) : 1_000 }));

const uuidOf = (salt: number): Hex =>
  `0x${"00".repeat(16)}0123456789ab7def8123456789ab${salt.toString(16).padStart(4, "0")}`;

/** A payment that nobody made before. */
export async function newPayment({ usdc }: GasStage, recipients: number, salt: number) {
  const deadline = BigInt(await networkHelpers.time.latest()) + 10_000n;
  const amounts = partsOf(recipients).map(({ bps }) => (total * BigInt(bps)) / 10_000n);
  return paymentOf(usdc, amounts, { uuid: uuidOf(salt), deadline });
}

type Maker = (stage: GasStage, recipients: number, salt: number) => Promise<Call>;

const call = (to: Address, data: Hex): Call => ({ to, data, value: 0n });

/** One call of each way that somebody else can send for a payer: its first, with a new flag, a new clone or a new word of state. */
export const relayedCalls = {
  "EIP-3009": async (stage, recipients, salt) => {
    const payment = await newPayment(stage, recipients, salt);
    const signature = await signAuthorization(wallets.payer, payment, stage.router.address);
    const args = [payment, stage.payer, 0n, payment.deadline, signature] as const;
    const functionName = "payWithAuthorization";
    return call(stage.router.address, encodeFunctionData({ abi: paymentRouterAbi, functionName, args }));
  },
  "allowance and signature": async (stage, recipients, salt) => {
    const payment = await newPayment(stage, recipients, salt);
    const signature = await signConsent(wallets.payer, payment, stage.router.address);
    const args = [payment, stage.payer, signature] as const;
    const functionName = "payWithSignature";
    return call(stage.router.address, encodeFunctionData({ abi: paymentRouterAbi, functionName, args }));
  },
  Permit2: async (stage, recipients, salt) => {
    const payment = await newPayment(stage, recipients, salt);
    const nonce = BigInt(salt);
    const signature = await signPermit2(wallets.payer, payment, stage, nonce);
    const args = [payment, stage.payer, nonce, payment.deadline, signature] as const;
    const functionName = "payWithPermit2";
    return call(stage.router.address, encodeFunctionData({ abi: paymentRouterAbi, functionName, args }));
  },
  "deposit address": async (stage, recipients, salt) => {
    const payment = await newPayment(stage, recipients, salt);
    await stage.mint(depositAddressOf(payment, stage.router.address), total);
    const functionName = "payFromDeposit";
    return call(stage.router.address, encodeFunctionData({ abi: paymentRouterAbi, functionName, args: [payment] }));
  },
  "sweep (standing deposit)": async (stage, recipients, salt) => {
    const { address: to } = stage.standingDeposits;
    const terms: Standing = { ref: uuidOf(salt), chainId: 0n, parts: partsOf(recipients) };
    await stage.mint(standingAddressOf(terms, to), total);
    const args = [terms, stage.usdc] as const;
    return call(to, encodeFunctionData({ abi: standingDepositsAbi, functionName: "sweep", args }));
  },
  "charge (mandate)": async (stage, recipients, salt) => {
    const { address: to } = stage.mandates;
    const mandate: Mandate = {
      ref: uuidOf(salt),
      payer: stage.payer,
      token: stage.usdc,
      maxAmount: total,
      start: BigInt(await networkHelpers.time.latest()),
      unit: mandateUnits.months,
      every: 1,
      window: 86_400,
      periods: 12,
      collector: zeroAddress,
      epoch: 0n,
      parts: partsOf(recipients),
    };
    const signature = await wallets.payer.signTypedData(mandateTypedData(mandate, chainId, to));
    const args = [mandate, 0n, total, signature, "0x"] as const;
    return call(to, encodeFunctionData({ abi: mandatesAbi, functionName: "charge", args }));
  },
} satisfies Readonly<Record<string, Maker>>;

/** Runs what should move the total `times` times, and throws where another fee came of it: what is measured must have paid. */
export async function whilePaying<T>({ balanceOf }: GasStage, times: number, run: () => Promise<T>): Promise<T> {
  const before = await balanceOf(feeRecipient);
  const result = await run();
  const paid = (await balanceOf(feeRecipient)) - before;
  const due = ((total * BigInt(feeBasisPoints)) / 10_000n) * BigInt(times);
  if (paid !== due) throw new Error(`What was measured paid a fee of ${paid} instead of ${due}.`);
  return result;
}
