import { type Hex, keccak256, TransactionNotFoundError, TransactionReceiptNotFoundError } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { broadcastResultOf, type ChainClient, type GasMarket } from "../../chain/index.ts";
import type { GasFees, Lane, NonceSequence } from "./lane.ts";

/** Transactions of one key that wait at once: nodes keep 16 or more of an account. */
const depth = 8;

/** Far below the most that a transaction may have (EIP-7825: 16,777,216). */
const maxGas = 10_000_000n;

export type TransactionLaneOptions = {
  readonly chainId: number;
  readonly client: ChainClient;
  readonly gasMarket: GasMarket;
  /** Used by nobody else: what others send from them takes our nonces. */
  readonly keys: readonly Hex[];
};

/** Plain transactions (EIP-1559) of the operator's own keys, which hold native token for gas. */
export function createTransactionLane({ chainId, client, gasMarket, keys }: TransactionLaneOptions): Lane {
  const accounts = new Map(keys.map((key) => privateKeyToAccount(key)).map((account) => [account.address, account]));
  const accountOf = ({ address }: NonceSequence) => {
    const account = accounts.get(address);
    if (!account) throw new Error(`There is no key for ${address}.`);
    return account;
  };
  return {
    name: "transactions",
    sequences: [...accounts.keys()].map((address) => ({ address, nonceKey: 0n })),
    depth,
    maxGas,
    isAvailable: () => true,
    async sender() {
      const [first] = accounts.keys();
      if (!first) throw new Error("The lane has no key.");
      return first;
    },
    async nextNonce({ address }) {
      return BigInt(await client.getTransactionCount({ address, blockTag: "latest" }));
    },
    fees: () => presentFees(gasMarket),
    async sign({ sequence, nonce, call, gas, fees }) {
      const { to, data, value } = call;
      const envelope = await accountOf(sequence).signTransaction({
        type: "eip1559",
        chainId,
        nonce: Number(nonce),
        to,
        data,
        value,
        gas,
        ...fees,
      });
      return { hash: keccak256(envelope), envelope };
    },
    async send(envelope) {
      try {
        await client.sendRawTransaction({ serializedTransaction: envelope as Hex });
        return { type: "ACCEPTED" };
      } catch (error) {
        return broadcastResultOf(error);
      }
    },
    async isPending(hash) {
      const transaction = await client.getTransaction({ hash }).catch(unless(TransactionNotFoundError));
      return transaction !== null && transaction.blockNumber === null;
    },
    async inclusionOf(hash) {
      const receipt = await client.getTransactionReceipt({ hash }).catch(unless(TransactionReceiptNotFoundError));
      return receipt?.transactionHash ?? null;
    },
  };
}

/** Room for the base fee to double, so that a transaction does not have to be replaced at once. */
export async function presentFees(gasMarket: GasMarket): Promise<GasFees> {
  const { baseFee, priorityFee } = gasMarket.current() ?? (await gasMarket.read());
  return { maxFeePerGas: 2n * baseFee + priorityFee, maxPriorityFeePerGas: priorityFee };
}

function unless(notFound: abstract new (...args: never[]) => Error): (error: unknown) => null {
  return (error) => {
    if (error instanceof notFound) return null;
    throw error;
  };
}
