import type { Address } from "viem";
import { ChainUnavailableError, type RouterFee } from "../chain/index.ts";
import type { StandingContract } from "../customers/index.ts";
import { standingDepositsAbi } from "../protocol/index.ts";
import type { ServedChain } from "./chains.ts";

/** What EIP-7702 leaves at a plain account that delegates: its key is what holds it still. */
const delegation = "0xef0100";

/** The contract of standing addresses on the chains that are served; null where there is none. What a chain is asked throws `ChainUnavailableError` while it does not answer. */
export function createStandingContract(
  address: Address | undefined,
  chains: readonly Pick<ServedChain, "chain" | "client">[],
): StandingContract | null {
  if (address === undefined) return null;
  const clientOf = (chainId: number) => {
    const served = chains.find(({ chain }) => chain.id === chainId);
    if (!served) throw new Error(`Chain ${chainId} is not served.`);
    return served.client;
  };
  const ask = async <Answer>(request: Promise<Answer>): Promise<Answer> =>
    request.catch((error: Error) => {
      throw new ChainUnavailableError(error);
    });
  const fees = new Map<number, RouterFee>();
  return {
    address,
    areContracts: (chainId, addresses) =>
      Promise.all(
        addresses.map(async (each) => {
          const code = await ask(clientOf(chainId).getCode({ address: each }));
          return code !== undefined && code !== "0x" && !code.startsWith(delegation);
        }),
      ),
    async fee(chainId) {
      const known = fees.get(chainId);
      if (known !== undefined) return known;
      const contract = { address, abi: standingDepositsAbi } as const;
      const client = clientOf(chainId);
      const [basisPoints, recipient] = await ask(
        Promise.all([
          client.readContract({ ...contract, functionName: "FEE_BPS" }),
          client.readContract({ ...contract, functionName: "FEE_RECIPIENT" }),
        ]),
      );
      const fee = { basisPoints, recipient };
      fees.set(chainId, fee);
      return fee;
    },
  };
}
