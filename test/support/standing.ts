import { type Hex, keccak256, toHex } from "viem";
import type { StandingContract } from "../../src/customers/context.ts";
import type { Token } from "../../src/protocol/index.ts";
import type { StandingContext } from "../../src/standing/context.ts";
import { depositId } from "../../src/standing/deposit-id.ts";
import { placeDeposits } from "../../src/standing/place-deposits.ts";
import { base } from "../chain/chains.ts";

/** The contract of standing addresses where no chain has one: nobody on any chain is a contract. */
export const anyStanding: StandingContract = {
  address: "0x57a9D1a65C7db1c4b2BA2A3b6C2b1d0D5a6E7F80",
  areContracts: async (_, addresses) => addresses.map(() => false),
  fee: async () => ({ basisPoints: 100n, recipient: "0xFee0000000000000000000000000000000000001" }),
};

/** Has a transfer found that never was on any chain: dollars on Base, to the first address of a bound reference. Answers the deposit's id. */
export async function newDeposit(
  { database, clock }: Pick<StandingContext, "database" | "clock">,
  {
    reference,
    amount = 10_000_000n,
    txHash = keccak256(toHex(reference)),
  }: { readonly reference: string; readonly amount?: bigint; readonly txHash?: Hex },
): Promise<string> {
  const [usdc] = base.tokens;
  const { address } = await database
    .selectFrom("standingTerms")
    .innerJoin("depositReferences", "depositReferences.id", "standingTerms.referenceId")
    .select("standingTerms.address")
    .where("depositReferences.reference", "=", reference)
    .where("depositReferences.unboundAt", "is", null)
    .executeTakeFirstOrThrow();
  const place = { chainId: base.id, transactionHash: txHash, logIndex: 0, blockNumber: 1n, blockHash: txHash };
  const log = { ...place, token: (usdc as Token).address, from: address, to: address, amount };
  const client = { getBlock: async () => ({ timestamp: BigInt(Math.floor(clock().getTime() / 1_000)) }) };
  await placeDeposits({ database, clock }, base, client as never, [log]);
  const { id } = await database
    .selectFrom("standingDeposits")
    .select("id")
    .where("transactionHash", "=", txHash)
    .executeTakeFirstOrThrow();
  return depositId(id);
}
