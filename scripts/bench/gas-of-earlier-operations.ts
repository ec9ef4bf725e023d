import { type Address, type Hex, parseEther } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { entryPoints, paymentCalls, type Token } from "../../src/protocol/index.ts";
import { handleOps } from "../../src/user-operations/operation/handle-ops.ts";
import { bundlerAccount } from "../../test/contracts/canonical.ts";
import { chain, chainId, networkHelpers, viem, wallets } from "../../test/contracts/fixture.ts";
import { accountFactories, accountFactoryAbi, sponsoredCalls } from "../../test/contracts/simple-account.ts";
import { newPayment, whilePaying } from "./gas-calls.ts";
import type { OperationGasRow } from "./gas-of-operations.ts";
import { type GasStage, gasOfInclusion } from "./gas-stage.ts";

const signerKey: Hex = `0x${"52".repeat(32)}`;

const sponsors = { "0.7": "GasSponsorV07", "0.6": "GasSponsorV06" } as const;
type EarlierVersion = keyof typeof sponsors;

/** The same of payments at the EntryPoints before v0.8, each by its sponsor. */
export async function measureGasOfEarlierOperations(stage: GasStage, token: Token): Promise<OperationGasRow[]> {
  const rows: OperationGasRow[] = [];
  for (const version of Object.keys(sponsors) as EarlierVersion[]) {
    const paymaster = await deploySponsor(version);
    for (const recipients of [1, 6]) {
      const gas = await payTwice(stage, version, paymaster, recipients, token);
      rows.push({ act: "payment", kind: `SimpleAccount v${version}`, recipients, ...gas });
    }
  }
  return rows;
}

async function deploySponsor(version: EarlierVersion) {
  const signer = privateKeyToAccount(signerKey).address;
  const owner = wallets.merchant.account.address;
  const { address } = await viem.deployContract(sponsors[version], [entryPoints[version], signer, owner]);
  // A deposit is made in the same way in every version.
  const funding = { address: entryPoints[version], abi: entryPoint08Abi, functionName: "depositTo" } as const;
  await wallets.deployer.writeContract({ ...funding, args: [address], value: parseEther("10") });
  return address;
}

/** A new account's first payment, which deploys it, and its second. */
async function payTwice(
  stage: GasStage,
  version: EarlierVersion,
  paymaster: Address,
  recipients: number,
  token: Token,
): Promise<{ first: bigint; later: bigint }> {
  const owner = privateKeyToAccount(`0x${`${version.slice(2)}${recipients}`.padStart(64, "0")}`);
  const { address: factory } = accountFactories[version];
  const owned = { abi: accountFactoryAbi, functionName: "getAddress", args: [owner.address, 0n] } as const;
  const sender = await chain.readContract({ address: factory, ...owned });
  await stage.mint(sender, 10n ** 12n);
  const gas: bigint[] = [];
  for (const nonce of [0n, 1n]) {
    const salt = 0x2000 + Number(version.slice(2)) * 0x100 + recipients * 2 + Number(nonce);
    const payment = await newPayment(stage, recipients, salt);
    const operation = await sponsoredCalls(version, owner, { address: paymaster, signerKey }, Number(chainId), {
      sender,
      nonce,
      factory: nonce === 0n ? factory : undefined,
      calls: paymentCalls(payment, stage.router.address, token),
      maxFeePerGas: 2_000_000_000n,
      until: new Date((Number(await networkHelpers.time.latest()) + 600) * 1_000),
    });
    const data = handleOps(operation, bundlerAccount.address);
    const inclusion = { to: entryPoints[version], data, gas: 5_000_000n };
    gas.push(await whilePaying(stage, 1, () => gasOfInclusion(inclusion, stage)));
  }
  return { first: gas[0] ?? 0n, later: gas[1] ?? 0n };
}
