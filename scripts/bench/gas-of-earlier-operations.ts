import { privateKeyToAccount } from "viem/accounts";
import { entryPoints, paymentCalls } from "../../src/protocol/index.ts";
import { handleOps } from "../../src/user-operations/operation/handle-ops.ts";
import { bundlerAccount } from "../../test/contracts/canonical.ts";
import { chain, chainId, networkHelpers } from "../../test/contracts/fixture.ts";
import { accountFactories, accountFactoryAbi, sponsoredCalls } from "../../test/contracts/simple-account.ts";
import { newPayment, whilePaying } from "./gas-calls.ts";
import { type OperationGasRow, usdcOnBase } from "./gas-of-operations.ts";
import { deploySponsor, type GasStage, gasOfInclusion, type Sponsor } from "./gas-stage.ts";

const versions = ["0.7", "0.6"] as const;
type EarlierVersion = (typeof versions)[number];

/** The same of payments at the EntryPoints before v0.8, each by its sponsor. */
export async function measureGasOfEarlierOperations(stage: GasStage): Promise<OperationGasRow[]> {
  const rows: OperationGasRow[] = [];
  for (const version of versions) {
    const sponsor = await deploySponsor(version);
    for (const recipients of [1, 6]) {
      const gas = await payTwice(stage, version, sponsor, recipients);
      rows.push({ act: "payment", kind: `SimpleAccount v${version}`, recipients, ...gas });
    }
  }
  return rows;
}

/** A new account's first payment, which deploys it, and its second. */
async function payTwice(
  stage: GasStage,
  version: EarlierVersion,
  sponsor: Sponsor,
  recipients: number,
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
    const operation = await sponsoredCalls(version, owner, sponsor, Number(chainId), {
      sender,
      nonce,
      factory: nonce === 0n ? factory : undefined,
      calls: paymentCalls(payment, stage.router.address, usdcOnBase),
      maxFeePerGas: 2_000_000_000n,
      until: new Date((Number(await networkHelpers.time.latest()) + 600) * 1_000),
    });
    const data = handleOps(operation, bundlerAccount.address);
    const inclusion = { to: entryPoints[version], data, gas: 5_000_000n };
    gas.push(await whilePaying(stage, 1, () => gasOfInclusion(inclusion, stage)));
  }
  return { first: gas[0] ?? 0n, later: gas[1] ?? 0n };
}
