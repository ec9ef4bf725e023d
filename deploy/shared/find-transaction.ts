import { existsSync } from "node:fs";
import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { listTransactions, type TransactionInfo, TransactionStatus } from "@nomicfoundation/ignition-core";
import { artifacts } from "hardhat";
import type { Hex, PublicClient } from "viem";
import { canonicalContracts, createXAbi } from "../../src/protocol/index.ts";
import type { OwnContract } from "./contracts.ts";

/** The transactions that Ignition's journal holds. */
export async function journalTransactions(journal: string): Promise<TransactionInfo[]> {
  if (!existsSync(journal)) return [];
  return listTransactions(journal, new HardhatArtifactResolver(artifacts));
}

/**
 * The transaction that deployed a contract: from our journal, or from CreateX's event where another deployed it (anybody may: the code is the
 * same). Null where the provider does not search a whole chain for it.
 */
export async function findTransaction(
  client: PublicClient,
  journal: string,
  { name, address }: OwnContract,
): Promise<Hex | null> {
  const sent = (await journalTransactions(journal)).filter((transaction) => transaction.name === name);
  const succeeded = sent.find(({ status }) => status === TransactionStatus.SUCCESS);
  if (succeeded !== undefined) return succeeded.txHash as Hex;
  try {
    const [log] = await client.getContractEvents({
      address: canonicalContracts.createX.address,
      abi: createXAbi,
      eventName: "ContractCreation",
      args: { newContract: address },
      fromBlock: 0n,
    });
    return log?.transactionHash ?? null;
  } catch {
    return null;
  }
}
