import { type Address, type Hex, type PublicClient, parseAbi, size } from "viem";

/** Where chains of the OP Stack say what their data costs on Ethereum. https://specs.optimism.io/protocol/predeploys.html#gaspriceoracle */
const gasPriceOracle: Address = "0x420000000000000000000000000000000000000F";
const oracleAbi = parseAbi(["function getL1FeeUpperBound(uint256 unsignedSize) view returns (uint256)"]);

/** A transaction's fields beside its call data, in bytes, generously. */
const envelope = 200;

/** What such a chain charges for publishing a transaction, in wei, at most. Zero on chains that charge gas alone. */
export async function layerOneFee(client: PublicClient, data: Hex): Promise<bigint> {
  if ((await client.getCode({ address: gasPriceOracle })) === undefined) return 0n;
  return client.readContract({
    address: gasPriceOracle,
    abi: oracleAbi,
    functionName: "getL1FeeUpperBound",
    args: [BigInt(size(data) + envelope)],
  });
}
