import { type Address, encodeFunctionData, type Hex, zeroAddress } from "viem";
import {
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
import { batchCall } from "../../src/relayer/index.ts";
import { chainId, networkHelpers, paymentOf, wallets } from "../../test/contracts/fixture.ts";
import { signAuthorization, signConsent, signPermit2 } from "../../test/contracts/signatures.ts";
import { printTable } from "../table.ts";
import { feeRecipient, type GasStage, gasOf } from "./gas-stage.ts";

/** How many calls the relayer puts into one transaction here: alone, few, and many. */
const sizes = [1, 5, 20] as const;

const amount = 100_000_000n;
const uuidOf = (salt: number): Hex =>
  `0x${"00".repeat(16)}0123456789ab7def8123456789ab${salt.toString(16).padStart(4, "0")}`;

type Maker = (stage: GasStage, salt: number) => Promise<{ to: Address; data: Hex }>;

/** A payment to one recipient that nobody made before. */
async function newPayment({ usdc }: GasStage, salt: number) {
  const deadline = BigInt(await networkHelpers.time.latest()) + 10_000n;
  return paymentOf(usdc, [amount], { uuid: uuidOf(salt), deadline });
}

const parts = (): Part[] => [{ recipient: wallets.merchant.account.address, bps: 10_000 }];

/** One call of each way that somebody else can send for a payer. */
const paths: Readonly<Record<string, Maker>> = {
  "EIP-3009": async (stage, salt) => {
    const payment = await newPayment(stage, salt);
    const signature = await signAuthorization(wallets.payer, payment, stage.router.address);
    const args = [payment, stage.payer, 0n, payment.deadline, signature] as const;
    return {
      to: stage.router.address,
      data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "payWithAuthorization", args }),
    };
  },
  "allowance and signature": async (stage, salt) => {
    const payment = await newPayment(stage, salt);
    const signature = await signConsent(wallets.payer, payment, stage.router.address);
    const args = [payment, stage.payer, signature] as const;
    return {
      to: stage.router.address,
      data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "payWithSignature", args }),
    };
  },
  Permit2: async (stage, salt) => {
    const payment = await newPayment(stage, salt);
    const nonce = BigInt(salt);
    const signature = await signPermit2(wallets.payer, payment, stage, nonce);
    const args = [payment, stage.payer, nonce, payment.deadline, signature] as const;
    return {
      to: stage.router.address,
      data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "payWithPermit2", args }),
    };
  },
  "deposit address": async (stage, salt) => {
    const payment = await newPayment(stage, salt);
    await stage.mint(depositAddressOf(payment, stage.router.address), amount);
    return {
      to: stage.router.address,
      data: encodeFunctionData({ abi: paymentRouterAbi, functionName: "payFromDeposit", args: [payment] }),
    };
  },
  "sweep (standing deposits)": async (stage, salt) => {
    const { address: to } = stage.standingDeposits;
    const terms: Standing = { ref: uuidOf(salt), chainId: 0n, parts: parts() };
    await stage.mint(standingAddressOf(terms, to), amount);
    const args = [terms, stage.usdc] as const;
    return { to, data: encodeFunctionData({ abi: standingDepositsAbi, functionName: "sweep", args }) };
  },
  "charge (mandates)": async (stage, salt) => {
    const { address: to } = stage.mandates;
    const mandate: Mandate = {
      ref: uuidOf(salt),
      payer: stage.payer,
      token: stage.usdc,
      maxAmount: amount,
      start: BigInt(await networkHelpers.time.latest()),
      unit: mandateUnits.months,
      every: 1,
      window: 86_400,
      periods: 12,
      collector: zeroAddress,
      epoch: 0n,
      parts: parts(),
    };
    const signature = await wallets.payer.signTypedData(mandateTypedData(mandate, chainId, to));
    const args = [mandate, 0n, amount, signature, "0x"] as const;
    return { to, data: encodeFunctionData({ abi: mandatesAbi, functionName: "charge", args }) };
  },
};

export type BatchGasRow = { readonly path: string; readonly gas: readonly bigint[] };

/** Gas of each payment in transactions of 1, 5 and 20, to one recipient, all first ones: a new flag, a new clone, a new word of state. */
export async function measureGasOfBatches(stage: GasStage): Promise<BatchGasRow[]> {
  const rows: BatchGasRow[] = [];
  let salt = 1;
  for (const [path, make] of Object.entries(paths)) {
    const gas: bigint[] = [];
    // The first of each path warms up what stays for ever.
    for (const size of [1, ...sizes]) {
      const calls = [];
      for (let index = 0; index < size; index++) calls.push({ ...(await make(stage, salt++)), value: 0n });
      const { to, data } = batchCall(calls);
      const settled = await stage.balanceOf(feeRecipient);
      gas.push((await gasOf(to, data)) / BigInt(size));
      const fee = (amount * BigInt(feeBasisPoints)) / 10_000n;
      const paid = (await stage.balanceOf(feeRecipient)) - settled;
      if (paid !== fee * BigInt(size)) throw new Error(`${path}: a batch of ${size} paid a fee of ${paid}.`);
    }
    rows.push({ path, gas: gas.slice(1) });
  }
  return rows;
}

export function printGasOfBatches(rows: readonly BatchGasRow[]): void {
  printTable(
    ["gas of one payment, relayed", "alone", ...sizes.slice(1).map((size) => `in ${size}`)],
    rows.map(({ path, gas }) => [path, ...gas.map((each) => `${each}`)]),
  );
}
