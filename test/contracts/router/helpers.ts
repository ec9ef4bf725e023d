import assert from "node:assert/strict";
import { type Address, getAddress, parseEventLogs, zeroAddress } from "viem";
import { type PaymentTerms, paymentIdOf, paymentRouterAbi } from "../../../src/protocol/index.ts";
import { chain, type Fixture, routerAs, sellers, viem, type Wallet, wallets } from "../fixture.ts";

export const payer = getAddress(wallets.payer.account.address);
export const merchant = getAddress(wallets.merchant.account.address);
/** No recipient of the payments below. */
export const refundee = sellers[4] as Address;
export const amounts = [180_000_000n, 60_000_000n, 10_000_000n];

/** The same payment with a unit more for a seller of the submitter's choice. */
export const tampered = (payment: PaymentTerms): PaymentTerms => ({
  ...payment,
  shares: payment.shares.map((share, index) => (index === 1 ? { ...share, amount: share.amount + 1n } : share)),
});

/** A contract wallet of the payer, with money. */
export async function contractWallet(token: Address) {
  const wallet = await viem.deployContract("SignerWallet", [payer], { client: { wallet: wallets.payer } });
  const minter = await viem.getContractAt("TetherZero", token, { client: { wallet: wallets.relayer } });
  await minter.write.mint([wallet.address, 10n ** 18n]);
  return wallet;
}

/** Sends tokens to the payment's deposit address as an exchange would: a plain transfer from anywhere. */
export async function deposit(
  { router, tokens }: Pick<Fixture, "router" | "tokens">,
  payment: PaymentTerms,
  amount: bigint,
  token: Pick<Fixture["tokens"]["usdc"], "write"> = tokens.usdc,
): Promise<Address> {
  const address = await router.read.depositAddressOf([payment]);
  await token.write.mint([address, amount]);
  return address;
}

/** What an account holds of a token; zero for the native token. */
export async function balanceOf(token: Address, account: Address): Promise<bigint> {
  if (token === zeroAddress) return chain.getBalance({ address: account });
  return (await viem.getContractAt("TetherZero", token)).read.balanceOf([account]);
}

/** Runs a reclaim and proves that the beneficiary got all there was, and nobody else anything. */
export async function assertReclaims(
  { router }: Pick<Fixture, "router">,
  payment: PaymentTerms,
  token: Address,
  to: Address,
  sender: Wallet = wallets.relayer,
): Promise<void> {
  const address = await router.read.depositAddressOf([payment]);
  const held = await balanceOf(token, address);
  const before = await balanceOf(token, to);
  const asSender = await routerAs(router, sender);
  const receipt = await chain.waitForTransactionReceipt({ hash: await asSender.write.reclaim([payment, token]) });
  assert.ok(held > 0n);
  assert.equal(await balanceOf(token, to), before + held);
  assert.equal(await balanceOf(token, address), 0n);
  const events = parseEventLogs({ abi: paymentRouterAbi, logs: receipt.logs, eventName: "DepositReclaimed" });
  assert.deepEqual(
    events.map(({ args }) => args),
    [{ paymentId: paymentIdOf(payment), token: getAddress(token), to, amount: held }],
  );
}
