import assert from "node:assert/strict";
import { type Address, getAddress, type Hex, parseEventLogs, zeroAddress } from "viem";
import {
  boxOf,
  feeBasisPoints,
  type Part,
  partAmountsOf,
  type Standing,
  standingAddressOf,
  standingDepositsAbi,
  standingIdOf,
} from "../../../src/protocol/index.ts";
import { chain, deployAll, loadFresh, sellers, viem, type Wallet, wallets } from "../fixture.ts";

export const merchant = getAddress(wallets.merchant.account.address);
export const feeRecipient = getAddress(wallets.feeRecipient.account.address);

/** As in ScriptedToken.sol. */
export const manners = {
  honest: 0,
  reverts: 1,
  answersFalse: 2,
  answersNothing: 3,
  burnsGas: 4,
  revertsWithMuch: 5,
  lowers: 6,
  takesOnePercent: 7,
  movesAndAnswersFalse: 8,
} as const;

async function deployStanding() {
  const deployed = await deployAll();
  const standing = await viem.deployContract("StandingDeposits", [feeBasisPoints, feeRecipient]);
  const scripted = await viem.deployContract("ScriptedToken");
  return { ...deployed, standing, scripted };
}

export const standingFixture = () => loadFresh(deployStanding);

export type StandingFixture = Awaited<ReturnType<typeof deployStanding>>;

/** Calls the contract as `sender`, by default a stranger: who calls must not matter. */
export function standingAs({ standing }: StandingFixture, sender: Wallet = wallets.relayer) {
  return viem.getContractAt("StandingDeposits", standing.address, { client: { wallet: sender } });
}

/** Terms for merchant and sellers, for any chain. */
export function termsOf(bps: readonly number[], changes: Partial<Standing> = {}): Standing {
  const recipients = [merchant, ...sellers];
  return {
    ref: `0x${"5a".repeat(32)}`,
    chainId: 0n,
    parts: bps.map((part, index): Part => ({ recipient: recipients[index] as Address, bps: part })),
    ...changes,
  };
}

/** A balance of any token; zero is the native one. */
export async function balanceOf(token: Address, account: Address): Promise<bigint> {
  if (token === zeroAddress) return chain.getBalance({ address: account });
  return (await viem.getContractAt("TetherZero", token)).read.balanceOf([account]);
}

/** Sends `amount` to the terms' address, as a customer would. */
export async function depositTo(deployed: StandingFixture, terms: Standing, token: Address, amount: bigint) {
  const address = standingAddressOf(terms, deployed.standing.address);
  if (token === zeroAddress) {
    await chain.waitForTransactionReceipt({
      hash: await wallets.payer.sendTransaction({ to: address, value: amount }),
    });
  } else {
    const contract = await viem.getContractAt("TetherZero", token, { client: { wallet: wallets.relayer } });
    await contract.write.mint([address, amount]);
  }
  return address;
}

/**
 * Runs a sweep and proves all that is promised of it: every amount, to the recipient or, for those in `setAside`, to its box; the events; an empty
 * address, an empty contract.
 */
export async function assertSweeps(
  deployed: StandingFixture,
  terms: Standing,
  token: Address,
  call: () => Promise<Hex>,
  setAside: readonly Address[] = [],
): Promise<bigint> {
  const contract = deployed.standing.address;
  const address = standingAddressOf(terms, contract);
  const total = await balanceOf(token, address);
  const { fee, net } = partAmountsOf(terms.parts, total);
  const recipients = [...terms.parts.map(({ recipient }) => recipient), feeRecipient];
  const amounts = [...net, fee];
  const due = new Map<Address, bigint>([
    [address, -total],
    [contract, 0n],
  ]);
  for (const [index, recipient] of recipients.entries()) {
    const account = setAside.includes(recipient) ? boxOf(recipient, contract) : recipient;
    due.set(account, (due.get(account) ?? 0n) + (amounts[index] ?? 0n));
  }
  const balances = () => Promise.all([...due.keys()].map((account) => balanceOf(token, account)));
  const before = await balances();
  const receipt = await chain.waitForTransactionReceipt({ hash: await call() });
  const after = await balances();
  assert.deepEqual(
    after.map((balance, index) => balance - (before[index] ?? 0n)),
    [...due.values()],
  );
  assert.equal(
    amounts.reduce((sum, amount) => sum + amount, 0n),
    total,
  );

  const standingId = standingIdOf(terms);
  const logs = receipt.logs.filter((log) => getAddress(log.address) === getAddress(contract));
  const events = parseEventLogs({ abi: standingDepositsAbi, logs });
  assert.deepEqual(
    events.map(({ eventName, args }) => ({ eventName, ...args })),
    [
      ...recipients.flatMap((recipient, index) =>
        setAside.includes(recipient) && amounts[index]
          ? [{ eventName: "PartSetAside", standingId, token: getAddress(token), recipient, amount: amounts[index] }]
          : [],
      ),
      { eventName: "Swept", standingId, token: getAddress(token), merchant: recipients[0], amount: total, fee },
    ],
  );
  return total;
}

/** Runs a call that must fail with the custom error, and proves that the address still holds what it held. */
export async function assertNotSwept(
  deployed: StandingFixture,
  address: Address,
  token: Address,
  call: () => Promise<Hex>,
  error: string,
  args: readonly unknown[] = [],
): Promise<void> {
  const before = await balanceOf(token, address);
  await viem.assertions.revertWithCustomErrorWithArgs(call(), deployed.standing, error as never, [...args] as never);
  assert.equal(await balanceOf(token, address), before);
}
