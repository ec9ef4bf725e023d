import assert from "node:assert/strict";
import { type Address, getAddress, type Hex, parseEventLogs, zeroAddress } from "viem";
import {
  cancelTypedData,
  chargeTypedData,
  feeBasisPoints,
  type Mandate,
  mandateIdOf,
  mandatesAbi,
  mandateTypedData,
  mandateUnits,
  partAmountsOf,
} from "../../../src/protocol/index.ts";
import {
  chain,
  chainId,
  deployAll,
  loadFresh,
  networkHelpers,
  sellers,
  viem,
  type Wallet,
  wallets,
} from "../fixture.ts";

export const merchant = getAddress(wallets.merchant.account.address);
export const payer = getAddress(wallets.payer.account.address);
export const feeRecipient = getAddress(wallets.feeRecipient.account.address);
/** Whose word sets the amount, where a mandate has a collector. */
export const collectorWallet = wallets.deployer;
export const collector = getAddress(collectorWallet.account.address);

export const day = 86_400;

async function deployMandates() {
  const deployed = await deployAll();
  const mandates = await viem.deployContract("Mandates", [feeBasisPoints, feeRecipient, deployed.permit2]);
  const scripted = await viem.deployContract("ScriptedToken");
  await scripted.write.mint([payer, 10n ** 30n]);
  return { ...deployed, mandates, scripted };
}

export const mandatesFixture = () => loadFresh(deployMandates);

export type MandatesFixture = Awaited<ReturnType<typeof deployMandates>>;

/** Calls the contract as `sender`, by default a stranger: who calls must not matter. */
export function mandatesAs({ mandates }: MandatesFixture, sender: Wallet = wallets.relayer) {
  return viem.getContractAt("Mandates", mandates.address, { client: { wallet: sender } });
}

/** Twelve months from the next minute on, the first three days of each, of exactly 1,000 units of USDC: whatever is not changed. */
export async function mandateOf(deployed: MandatesFixture, changes: Partial<Mandate> = {}): Promise<Mandate> {
  return {
    ref: `0x${"3c".repeat(32)}`,
    payer,
    token: deployed.tokens.usdc.address,
    maxAmount: 1_000_000_000n,
    start: BigInt(await networkHelpers.time.latest()),
    unit: mandateUnits.months,
    every: 1,
    window: 3 * day,
    periods: 12,
    collector: zeroAddress,
    epoch: 0n,
    parts: [
      { recipient: merchant, bps: 7_000 },
      { recipient: sellers[0] as Address, bps: 2_999 },
      { recipient: sellers[1] as Address, bps: 1 },
    ],
    ...changes,
  };
}

export async function signMandate(
  { mandates }: Pick<MandatesFixture, "mandates">,
  mandate: Mandate,
  signer: Wallet = wallets.payer,
): Promise<Hex> {
  return signer.signTypedData(mandateTypedData(mandate, chainId, mandates.address));
}

export async function signCharge(
  { mandates }: Pick<MandatesFixture, "mandates">,
  charge: { mandateId: Hex; period: bigint; amount: bigint },
  signer: Wallet = collectorWallet,
): Promise<Hex> {
  return signer.signTypedData(chargeTypedData(charge, chainId, mandates.address));
}

export async function signCancel({ mandates }: MandatesFixture, mandateId: Hex, signer: Wallet = wallets.payer) {
  return signer.signTypedData(cancelTypedData(mandateId, chainId, mandates.address));
}

/** A call of `charge`, with the payer's signature and by a stranger, whatever is not changed. */
export async function chargeCall(
  deployed: MandatesFixture,
  mandate: Mandate,
  options: {
    period?: bigint;
    amount?: bigint;
    payerSignature?: Hex;
    collectorSignature?: Hex;
    sender?: Wallet;
  } = {},
): Promise<() => Promise<Hex>> {
  const { period = 0n, amount = mandate.maxAmount, collectorSignature = "0x", sender } = options;
  const { payerSignature = await signMandate(deployed, mandate) } = options;
  const contract = await mandatesAs(deployed, sender);
  return () =>
    contract.write.charge([mandate, period, amount, payerSignature, collectorSignature], { gas: 3_000_000n });
}

/** Runs a charge and proves all that is promised of it: every amount, the event, the period used up, nothing kept. */
export async function assertCharges(
  { mandates }: MandatesFixture,
  mandate: Mandate,
  period: bigint,
  amount: bigint,
  call: () => Promise<Hex>,
  chargedUpTo = period + 1n,
): Promise<bigint> {
  const token = await viem.getContractAt("TetherZero", mandate.token);
  const { fee, net } = partAmountsOf(mandate.parts, amount);
  const due = new Map<Address, bigint>([
    [getAddress(mandate.payer), -amount],
    [getAddress(mandates.address), 0n],
  ]);
  const add = (account: Address, sum: bigint) => due.set(account, (due.get(account) ?? 0n) + sum);
  for (const [index, { recipient }] of mandate.parts.entries()) add(recipient, net[index] ?? 0n);
  add(feeRecipient, fee);
  assert.equal(
    net.reduce((sum, part) => sum + part, fee),
    amount,
  );
  const balances = () => Promise.all([...due.keys()].map((account) => token.read.balanceOf([account])));
  const before = await balances();
  const receipt = await chain.waitForTransactionReceipt({ hash: await call() });
  const after = await balances();
  assert.deepEqual(
    after.map((balance, index) => balance - (before[index] ?? 0n)),
    [...due.values()],
  );
  const mandateId = mandateIdOf(mandate);
  assert.equal(await mandates.read.chargedUpTo([mandate.payer, mandateId]), chargedUpTo);
  const events = parseEventLogs({ abi: mandatesAbi, logs: receipt.logs, eventName: "MandateCharged" });
  assert.deepEqual(
    events.map(({ args }) => args),
    [
      {
        mandateId,
        merchant: mandate.parts[0]?.recipient,
        payer: getAddress(mandate.payer),
        token: getAddress(mandate.token),
        period,
        amount,
        fee,
      },
    ],
  );
  return receipt.gasUsed;
}

/** Runs a charge that must fail, and proves that it moved nothing and used no period up. */
export async function assertNotCharged(
  { mandates }: MandatesFixture,
  mandate: Mandate,
  call: () => Promise<Hex>,
  /** A custom error of the contract with its arguments, or what the message of any other must say. */
  error: string | RegExp,
  args: readonly unknown[] = [],
): Promise<void> {
  const token = await viem.getContractAt("TetherZero", mandate.token);
  const chargedUpTo = () => mandates.read.chargedUpTo([mandate.payer, mandateIdOf(mandate)]);
  const hasCode = (await chain.getCode({ address: mandate.token })) !== undefined;
  const balance = () => (hasCode ? token.read.balanceOf([mandate.payer]) : 0n);
  const before = [await chargedUpTo(), await balance()];
  if (error instanceof RegExp) await assert.rejects(call(), error);
  else await viem.assertions.revertWithCustomErrorWithArgs(call(), mandates, error as never, [...args] as never);
  assert.deepEqual([await chargedUpTo(), await balance()], before);
}
