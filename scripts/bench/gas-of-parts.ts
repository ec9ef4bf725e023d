import { encodeFunctionData, type Hex, zeroAddress } from "viem";
import {
  type Mandate,
  mandatesAbi,
  mandateTypedData,
  mandateUnits,
  type Part,
  type Standing,
  standingAddressOf,
  standingDepositsAbi,
} from "../../src/protocol/index.ts";
import { chain, chainId, networkHelpers, sellers, viem, wallets } from "../../test/contracts/fixture.ts";
import { type GasStage, gasOf } from "./gas-stage.ts";

const day = 86_400;

/** What checks may cost over the floor. A charge reads more than any floor must: docs/gas.md says what. */
const targets = [
  { path: "sweep", recipients: 1, most: 1.1 },
  { path: "sweep", recipients: 6, most: 1.11 },
  { path: "charge", recipients: 1, most: 1.16 },
  { path: "charge", recipients: 6, most: 1.14 },
] as const;

export type PartGasRow = {
  readonly path: string;
  readonly recipients: number;
  readonly floor: bigint;
  readonly ours: bigint;
  readonly ratio: number;
  readonly most: number;
};

/** Gas of whole transactions of `StandingDeposits` and `Mandates` on Circle's USDC, everybody's balance already above zero. */
export async function measureGasOfParts(stage: GasStage): Promise<PartGasRow[]> {
  const merchant = wallets.merchant.account.address;
  const splitOf = (recipients: number): Part[] =>
    [merchant, ...sellers].slice(0, recipients).map((recipient, index) => ({
      recipient,
      bps: index === 0 ? 10_000 - 1_000 * (recipients - 1) : 1_000,
    }));
  const sweep = await sweeper(stage);
  const charge = await charger(stage);
  const rows: PartGasRow[] = [];
  for (const { path, recipients, most } of targets) {
    const measure = path === "sweep" ? sweep : charge;
    const floor = await measure(splitOf(recipients), "floor");
    const ours = await measure(splitOf(recipients), "ours");
    rows.push({ path, recipients, floor, ours, ratio: Number((ours * 10_000n) / floor) / 10_000, most });
  }
  return rows;
}

type Which = "floor" | "ours";

/** The second sweep of an address: its clone stands. */
async function sweeper({ usdc, mint, standingDeposits: ours }: GasStage) {
  const floor = await viem.deployContract("FloorStandingDeposits");
  await mint(floor.address, 1n);
  return async (parts: readonly Part[], which: Which): Promise<bigint> => {
    const terms: Standing = { ref: `0x${"5a".repeat(32)}`, chainId: 0n, parts };
    const contract = which === "ours" ? ours.address : floor.address;
    const deposit = which === "ours" ? standingAddressOf(terms, contract) : await floor.read.addressOf([terms.ref]);
    if (which === "floor" && (await chain.getCode({ address: deposit })) === undefined) {
      await floor.write.open([terms.ref]);
    }
    const data = encodeFunctionData({ abi: standingDepositsAbi, functionName: "sweep", args: [terms, usdc] });
    let gas = 0n;
    for (const _ of [1, 2]) {
      await mint(deposit, 360_000_000n);
      gas = await gasOf(contract, data);
    }
    return gas;
  };
}

/** The second charge of a mandate: its word of state is written already. */
async function charger({ usdc, payer, mandates }: GasStage) {
  const ours = mandates.address;
  const floor = (await viem.deployContract("FloorMandates")).address;
  const asPayer = await viem.getContractAt("TetherZero", usdc, { client: { wallet: wallets.payer } });
  await asPayer.write.approve([floor, 10n ** 15n]);
  return async (parts: readonly Part[], which: Which): Promise<bigint> => {
    const contract = which === "ours" ? ours : floor;
    const mandate: Mandate = {
      ref: `0x${"3c".repeat(32)}`,
      payer,
      token: usdc,
      maxAmount: 360_000_000n,
      start: BigInt(await networkHelpers.time.latest()),
      unit: mandateUnits.seconds,
      every: day,
      window: day / 2,
      periods: 12,
      collector: zeroAddress,
      epoch: 0n,
      parts,
    };
    const signature = await wallets.payer.signTypedData(mandateTypedData(mandate, chainId, contract));
    const call = (period: bigint): Hex =>
      encodeFunctionData({
        abi: mandatesAbi,
        functionName: "charge",
        args: [mandate, period, mandate.maxAmount, signature, "0x"],
      });
    await gasOf(contract, call(0n));
    await networkHelpers.time.increaseTo(mandate.start + BigInt(day));
    return gasOf(contract, call(1n));
  };
}
