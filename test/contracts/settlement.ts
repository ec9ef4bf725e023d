import assert from "node:assert/strict";
import { type Address, type ContractErrorName, getAddress, type Hex, parseEventLogs } from "viem";
import {
  amountsOf,
  feeBasisPoints,
  type PaymentTerms,
  paymentIdOf,
  paymentRouterAbi,
} from "../../src/protocol/index.ts";
import { dueOf, type Fixture } from "./fixture.ts";

/** The router and the chain that it stands on, simulated or forked. */
export type Settling = Pick<Fixture, "router" | "viem" | "chain" | "feeRecipient">;

export type RouterError = ContractErrorName<typeof paymentRouterAbi>;

/** Runs a call that settles a payment and proves all that the spec promises of it: every amount, the event, the flag, an empty router. */
export async function assertSettles(
  { router, viem, chain, feeRecipient }: Settling,
  payment: PaymentTerms,
  payer: Address,
  call: () => Promise<Hex>,
): Promise<void> {
  const token = await viem.getContractAt("TetherZero", payment.token);
  const due = dueOf(payment, feeRecipient);
  const accounts = [...due.keys(), payer, router.address];
  const balances = () => Promise.all(accounts.map((account) => token.read.balanceOf([account])));
  const before = await balances();
  const receipt = await chain.waitForTransactionReceipt({ hash: await call() });
  const after = await balances();
  const changes = accounts.map((_, index) => (after[index] ?? 0n) - (before[index] ?? 0n));
  const { total, fee } = amountsOf(payment.shares, feeBasisPoints);
  assert.deepEqual(changes, [...due.values(), -total, 0n]);
  assert.equal(await token.read.balanceOf([router.address]), 0n);

  const paymentId = paymentIdOf(payment);
  assert.equal(await router.read.isSettled([paymentId]), true);
  const events = parseEventLogs({ abi: paymentRouterAbi, logs: receipt.logs, eventName: "PaymentSettled" });
  const [share] = payment.shares;
  assert.ok(share);
  const expected = {
    paymentId,
    merchant: getAddress(share.recipient),
    token: getAddress(payment.token),
    payer: getAddress(payer),
    amount: total,
    fee,
  };
  assert.deepEqual(
    events.map(({ args }) => args),
    [expected],
  );
}

/** Runs a call that must fail, and proves that it moved nothing and left the payment payable. */
export async function assertRefused(
  { router, viem, chain }: Settling,
  payment: PaymentTerms,
  call: () => Promise<Hex>,
  /** The router's custom error with its arguments, or what the message of any other must say. */
  error: RouterError | RegExp,
  args: readonly unknown[] = [],
): Promise<void> {
  const token = await viem.getContractAt("TetherZero", payment.token);
  const accounts = [...new Set(payment.shares.map(({ recipient }) => recipient))];
  const hasCode = (await chain.getCode({ address: payment.token })) !== undefined;
  const balances = () => (hasCode ? Promise.all(accounts.map((account) => token.read.balanceOf([account]))) : []);
  const settled = await router.read.isSettled([paymentIdOf(payment)]);
  const before = await balances();
  if (error instanceof RegExp) await assert.rejects(call(), error);
  else await viem.assertions.revertWithCustomErrorWithArgs(call(), router, error, [...args] as never);
  assert.deepEqual(await balances(), before);
  assert.equal(await router.read.isSettled([paymentIdOf(payment)]), settled);
}
