import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, multicall3Abi, parseAbi, size } from "viem";
import { canonicalContracts, type Token } from "../protocol/index.ts";
import type { ChainClient } from "./providers/chain-client.ts";

/** How tokens tell whether an account is denied: USDC and EURC, Ethereum's USDT, USDT0. */
export const denylists = ["isBlacklisted", "isBlackListed", "getBlackListStatus", "isBlocked"] as const;
export const denylistAbi = parseAbi(denylists.map((name) => `function ${name}(address account) view returns (bool)`));

/** The addresses that a token's issuer has denied, by one request. A token without a denylist denies nobody. */
export async function findDenied(
  client: Pick<ChainClient, "request">,
  { address: target, denylist }: Pick<Token, "address" | "denylist">,
  accounts: readonly Address[],
): Promise<Address[]> {
  if (denylist === "none" || accounts.length === 0) return [];
  const calls = accounts.flatMap((account) =>
    denylists.map((functionName) => ({
      target,
      // A token has one of them.
      allowFailure: true,
      callData: encodeFunctionData({ abi: denylistAbi, functionName, args: [account] }),
    })),
  );
  const data = encodeFunctionData({ abi: multicall3Abi, functionName: "aggregate3", args: [calls] });
  const to = canonicalContracts.multicall3.address;
  const answer = await client.request({ method: "eth_call", params: [{ to, data }, "latest"] });
  const results = decodeFunctionResult({ abi: multicall3Abi, functionName: "aggregate3", data: answer });
  return accounts.filter((_, index) =>
    results
      .slice(index * denylists.length, (index + 1) * denylists.length)
      .some(({ success, returnData }) => success && isTrue(returnData)),
  );
}

/** Whether a token's issuer has denied an address. */
export async function isDenied(
  client: Pick<ChainClient, "request">,
  token: Pick<Token, "address" | "denylist">,
  account: Address,
): Promise<boolean> {
  return (await findDenied(client, token, [account])).length > 0;
}

const isTrue = (data: Hex) => size(data) === 32 && BigInt(data) === 1n;
