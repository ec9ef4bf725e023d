import { type Address, type Hex, maxUint256, parseEther } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts, type EntryPointVersion, entryPoints, feeBasisPoints } from "../../src/protocol/index.ts";
import { deployCanonical } from "../../test/contracts/canonical.ts";
import { chain, deployUsdc, sellers, viem, type Wallet, wallets } from "../../test/contracts/fixture.ts";

/** Where the fees of everything that is measured go, floors included: see FloorRouter. */
export const feeRecipient: Address = "0x0000000000000000000000000000000000000FEE";

/** The canonical contracts, ours, and Circle's USDC: everybody holds some, and the payer has approved all. */
export async function deployForGas() {
  const local = await deployCanonical();
  const permit2 = canonicalContracts.permit2.address;
  const usdc = await deployUsdc();
  const router = await viem.deployContract("PaymentRouter", [feeBasisPoints, feeRecipient, permit2]);
  const standingDeposits = await viem.deployContract("StandingDeposits", [feeBasisPoints, feeRecipient]);
  const mandates = await viem.deployContract("Mandates", [feeBasisPoints, feeRecipient, permit2]);
  const token = await viem.getContractAt("TetherZero", usdc, { client: { wallet: wallets.relayer } });
  const asPayer = await viem.getContractAt("TetherZero", usdc, { client: { wallet: wallets.payer } });
  const { address: payer } = wallets.payer.account;
  const mint = async (to: Address, amount: bigint) => void (await token.write.mint([to, amount]));
  await mint(payer, 10n ** 15n);
  const contracts = [router.address, standingDeposits.address, mandates.address];
  for (const account of [wallets.merchant.account.address, ...sellers, feeRecipient, ...contracts])
    await mint(account, 1n);
  for (const spender of [router.address, mandates.address, permit2]) await asPayer.write.approve([spender, maxUint256]);
  const balanceOf = (account: Address) => token.read.balanceOf([account]);
  return { local, permit2, usdc, router, standingDeposits, mandates, payer, mint, balanceOf };
}

export type GasStage = Awaited<ReturnType<typeof deployForGas>>;

/** Gas of a transaction, which has to succeed. */
export async function gasOf(to: Address, data: Hex, sender: Wallet = wallets.relayer): Promise<bigint> {
  const hash = await sender.sendTransaction({ to, data, gas: 12_000_000n });
  const receipt = await chain.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`A measured transaction reverted: ${hash}`);
  return receipt.gasUsed;
}

/** Gas of a transaction that includes one operation, sent as a bundler sends it. */
export async function gasOfInclusion(inclusion: object, { local }: GasStage): Promise<bigint> {
  const hash = await local.sendTransaction(inclusion);
  const receipt = await chain.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`A measured operation did not run: ${hash}`);
  return receipt.gasUsed;
}

const sponsorContracts = { "0.8": "GasSponsor", "0.7": "GasSponsorV07", "0.6": "GasSponsorV06" } as const;

/** A gas sponsor at an EntryPoint, with a deposit there, and the key of its signer. */
export type Sponsor = { readonly address: Address; readonly signerKey: Hex };

export async function deploySponsor(version: EntryPointVersion): Promise<Sponsor> {
  const signerKey: Hex = `0x${"51".repeat(32)}`;
  const signer = privateKeyToAccount(signerKey).address;
  const entryPoint = entryPoints[version];
  const owner = wallets.merchant.account.address;
  const { address } = await viem.deployContract(sponsorContracts[version], [entryPoint, signer, owner]);
  // A deposit is made in the same way in every version.
  const funding = { address: entryPoint, abi: entryPoint08Abi, functionName: "depositTo" } as const;
  await wallets.deployer.writeContract({ ...funding, args: [address], value: parseEther("10") });
  return { address, signerKey };
}
