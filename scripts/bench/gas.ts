import { type Address, encodeFunctionData, type Hex } from "viem";
import { type PaymentTerms, paymentIdOf } from "../../src/protocol/index.ts";
import { networkHelpers, paymentOf, viem, wallets } from "../../test/contracts/fixture.ts";
import { signAuthorization } from "../../test/contracts/signatures.ts";
import { printTable } from "../table.ts";
import { measureGasOfBatches, printGasOfBatches } from "./gas-of-batches.ts";
import { measureGasOfEarlierOperations } from "./gas-of-earlier-operations.ts";
import { measureGasOfOperations, printGasOfOperations } from "./gas-of-operations.ts";
import { measureGasOfParts } from "./gas-of-parts.ts";
import { deployForGas, feeRecipient, type GasStage, gasOf } from "./gas-stage.ts";

/** What issue-free checks may cost over the floor, by path and number of sellers. */
const targets = [
  { path: "allowance", sellers: 0, most: 1.06 },
  { path: "allowance", sellers: 5, most: 1.07 },
  { path: "EIP-3009", sellers: 0, most: 1.05 },
  { path: "EIP-3009", sellers: 5, most: 1.07 },
] as const;

export type GasRow = { path: string; sellers: number; floor: bigint; router: bigint; ratio: number; most: number };

/** Gas of whole transactions on Circle's USDC, everybody's balance already above zero. */
export async function measureGas({ usdc, router: { address: router }, mint }: GasStage): Promise<GasRow[]> {
  const floor = (await viem.deployContract("FloorRouter")).address;
  const asPayer = await viem.getContractAt("TetherZero", usdc, { client: { wallet: wallets.payer } });
  await asPayer.write.approve([floor, 10n ** 15n]);
  await mint(floor, 1n);

  const rows: GasRow[] = [];
  for (const { path, sellers, most } of targets) {
    const measure = async (contract: Address, salt: number) => {
      const payment = await newPayment(usdc, sellers, salt);
      const data =
        path === "allowance" ? callPay(payment) : await callAuthorization(payment, contract, contract === floor);
      return gasOf(contract, data, path === "allowance" ? wallets.payer : wallets.relayer);
    };
    // The first payment warms up what stays for ever, as an account's first nonce; the second is counted.
    await measure(floor, rows.length * 4 + 1);
    await measure(router, rows.length * 4 + 2);
    const atLeast = await measure(floor, rows.length * 4 + 3);
    const ours = await measure(router, rows.length * 4 + 4);
    rows.push({
      path,
      sellers,
      floor: atLeast,
      router: ours,
      ratio: Number((ours * 10_000n) / atLeast) / 10_000,
      most,
    });
  }
  return rows;
}

const { abi } = await viem.getContractAt("PaymentRouter", feeRecipient);

function callPay(payment: PaymentTerms): Hex {
  return encodeFunctionData({ abi, functionName: "pay", args: [payment] });
}

async function callAuthorization(payment: PaymentTerms, to: Address, isFloor: boolean): Promise<Hex> {
  const nonce = isFloor ? payment.uuid : paymentIdOf(payment);
  const signature = await signAuthorization(wallets.payer, payment, to, { nonce });
  const { address: payer } = wallets.payer.account;
  return encodeFunctionData({
    abi,
    functionName: "payWithAuthorization",
    args: [payment, payer, 0n, payment.deadline, signature],
  });
}

async function newPayment(token: Address, sellers: number, salt: number): Promise<PaymentTerms> {
  const amounts = [180_000_000n, 60_000_000n, 50_000_000n, 40_000_000n, 30_000_000n, 20_000_000n].slice(0, sellers + 1);
  const uuid: Hex = `0x${"00".repeat(16)}0123456789ab7def8123456789abcd${salt.toString(16).padStart(2, "0")}`;
  return paymentOf(token, amounts, { uuid, deadline: BigInt(await networkHelpers.time.latest()) + 10_000n });
}

/** Prints the tables; false where a target is missed. */
export async function benchGas(): Promise<boolean> {
  const stage = await deployForGas();
  const rows = await measureGas(stage);
  printTable(
    ["path", "recipients", "floor", "router", "ratio", "at most"],
    rows.map(({ path, sellers, floor, router, ratio, most }) => [
      path,
      sellers === 0 ? "merchant + fee" : `merchant + ${sellers} sellers + fee`,
      `${floor}`,
      `${router}`,
      ratio.toFixed(4),
      most.toFixed(2),
    ]),
  );
  const partRows = await measureGasOfParts(stage);
  printTable(
    ["path", "recipients", "floor", "ours", "ratio", "at most"],
    partRows.map(({ path, recipients, floor, ours, ratio, most }) => [
      path,
      `${recipients} + fee`,
      `${floor}`,
      `${ours}`,
      ratio.toFixed(4),
      most.toFixed(2),
    ]),
  );
  printGasOfBatches(await measureGasOfBatches(stage));
  const operations = await measureGasOfOperations(stage);
  printGasOfOperations([...operations, ...(await measureGasOfEarlierOperations(stage))]);
  return [...rows, ...partRows].every(({ ratio, most }) => ratio <= most);
}
