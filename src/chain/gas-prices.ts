import { type Address, ContractFunctionExecutionError, ContractFunctionZeroDataError, parseAbi } from "viem";
import type { Chain } from "../protocol/index.ts";
import type { Clock } from "../runtime/index.ts";
import { max } from "./min-max.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** What a unit of gas costs, in wei. */
export type UnitFees = {
  readonly baseFee: bigint;
  readonly priorityFee: bigint;
};

/** Current gas prices of a chain, in wei. */
export type GasPrices = UnitFees & {
  /** The highest of each within the last minute: a wallet may have read its own some blocks ago. */
  readonly recent: UnitFees;
  /** Per byte of a transaction, on top of its gas, where the chain publishes data on Ethereum; else zero. */
  readonly dataFeePerByte: bigint;
  /** The node's gas estimates include the data fee. */
  readonly dataFeeInGas: boolean;
};

/** Cached gas prices of one chain, refreshed in the background. */
export type GasMarket = {
  /** The cached prices; null once they are too old. */
  current(): GasPrices | null;
  /** Reads them now. */
  read(): Promise<GasPrices>;
};

/** Milliseconds. */
const maxAge = 60_000;

export function createGasMarket(client: ChainClient, chain: Chain, clock: Clock): GasMarket {
  let last: { readonly prices: GasPrices; readonly at: number } | undefined;
  let reads: readonly (UnitFees & { readonly at: number })[] = [];
  return {
    current: () => (last !== undefined && clock().getTime() - last.at < maxAge ? last.prices : null),
    async read() {
      const [{ baseFeePerGas }, priorityFee, dataFeePerByte] = await Promise.all([
        client.getBlock(),
        client.estimateMaxPriorityFeePerGas(),
        readDataFee(client, chain),
      ]);
      const dataFeeInGas = chain.dataFee === "arbitrum";
      const at = clock().getTime();
      const baseFee = baseFeePerGas ?? 0n;
      reads = [...reads.filter((read) => at - read.at < maxAge), { baseFee, priorityFee, at }];
      const recent = {
        baseFee: max(...reads.map((read) => read.baseFee)),
        priorityFee: max(...reads.map((read) => read.priorityFee)),
      };
      const prices = { baseFee, priorityFee, recent, dataFeePerByte, dataFeeInGas };
      last = { prices, at };
      return prices;
    },
  };
}

/** Cost of a transaction in wei. `estimated`: the gas is the node's own estimate, which may include the data fee. */
export function transactionCost(
  { baseFee, priorityFee, dataFeePerByte, dataFeeInGas }: GasPrices,
  { gas, bytes, estimated }: { readonly gas: bigint; readonly bytes: number; readonly estimated: boolean },
): bigint {
  const data = estimated && dataFeeInGas ? 0n : dataFeePerByte * BigInt(bytes);
  return gas * (baseFee + priorityFee) + data;
}

/** https://specs.optimism.io/protocol/predeploys.html#gaspriceoracle */
const gasPriceOracle: Address = "0x420000000000000000000000000000000000000F";
const oracleAbi = parseAbi(["function getL1FeeUpperBound(uint256 unsignedSize) view returns (uint256)"]);

/** https://docs.arbitrum.io/build-decentralized-apps/precompiles/reference#arbgasinfo */
const arbGasInfo: Address = "0x000000000000000000000000000000000000006C";
const arbGasInfoAbi = parseAbi([
  "function getPricesInWei() view returns (uint256 perL2Tx, uint256 perL1CalldataByte, uint256 perStorage, uint256 perArbGasBase, uint256 perArbGasCongestion, uint256 perArbGasTotal)",
]);

/** About the size of a payment's transaction: the oracle's fee is not linear in the size. */
const typicalBytes = 1_000n;

async function readDataFee(client: ChainClient, { dataFee }: Chain): Promise<bigint> {
  try {
    if (dataFee === "optimism") {
      const args = [typicalBytes] as const;
      const oracle = { address: gasPriceOracle, abi: oracleAbi, functionName: "getL1FeeUpperBound", args } as const;
      return (await client.readContract(oracle)) / typicalBytes;
    }
    if (dataFee === "arbitrum") {
      const info = { address: arbGasInfo, abi: arbGasInfoAbi, functionName: "getPricesInWei" } as const;
      return (await client.readContract(info))[1];
    }
  } catch (error) {
    // A local chain has neither the contract nor the fee.
    const isMissing =
      error instanceof ContractFunctionExecutionError && error.cause instanceof ContractFunctionZeroDataError;
    if (!isMissing) throw error;
  }
  return 0n;
}
