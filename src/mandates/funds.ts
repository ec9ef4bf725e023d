import { type Address, erc20Abi, isAddressEqual, parseAbi } from "viem";
import { type ChainClient, readMany } from "../chain/index.ts";
import { canonicalContracts } from "../protocol/index.ts";

/** What a payer has of a token, and what `Mandates` may take of it. Base units. */
export type Funds = {
  readonly balance: bigint;
  /** The larger of the plain allowance and what Permit2 would move: the contract uses one of the two for a charge. */
  readonly allowance: bigint;
};

export type Holder = { readonly payer: Address; readonly token: Address };

const permit2Abi = parseAbi([
  "function allowance(address owner, address token, address spender) view returns (uint160 amount, uint48 expiration, uint48 nonce)",
]);

/** Reads the funds of payers by few requests, in their order. `time`: unix seconds, against which Permit2's allowances have to last. */
export async function readFunds(
  client: ChainClient,
  contract: Address,
  holders: readonly Holder[],
  time: bigint,
): Promise<Funds[]> {
  const permit2 = canonicalContracts.permit2.address;
  const allowances = (spender: Address) =>
    readMany<bigint>(
      client,
      erc20Abi,
      "allowance",
      holders.map(({ payer, token }) => ({ address: token, args: [payer, spender] })),
    );
  const [balances, plain, toPermit2, byPermit2] = await Promise.all([
    readMany<bigint>(
      client,
      erc20Abi,
      "balanceOf",
      holders.map(({ payer, token }) => ({ address: token, args: [payer] })),
    ),
    allowances(contract),
    allowances(permit2),
    readMany<readonly [bigint, number, number]>(
      client,
      permit2Abi,
      "allowance",
      holders.map(({ payer, token }) => ({ address: permit2, args: [payer, token, contract] })),
    ),
  ]);
  return holders.map((_, index) => {
    const [amount, expiration] = byPermit2[index] ?? [0n, 0, 0];
    const lasting = BigInt(expiration) > time ? amount : 0n;
    const given = toPermit2[index] ?? 0n;
    const throughPermit2 = lasting < given ? lasting : given;
    const direct = plain[index] ?? 0n;
    return { balance: balances[index] ?? 0n, allowance: direct > throughPermit2 ? direct : throughPermit2 };
  });
}

/** What several payers have left while charges are planned one after the other: an allowance is one number for all mandates of an account and token. */
export class Purse {
  readonly #left = new Map<string, Funds>();

  /** Null where it was not read. */
  of(holder: Holder): Funds | null {
    return this.#left.get(keyOf(holder)) ?? null;
  }

  put(holder: Holder, funds: Funds): void {
    this.#left.set(keyOf(holder), funds);
  }

  take(holder: Holder, amount: bigint): void {
    const funds = this.of(holder);
    if (funds) this.put(holder, { balance: funds.balance - amount, allowance: funds.allowance - amount });
  }
}

/** Each holder once. */
export function distinctHolders(holders: readonly Holder[]): Holder[] {
  return holders.filter(
    (holder, index) =>
      holders.findIndex(
        ({ payer, token }) => isAddressEqual(payer, holder.payer) && isAddressEqual(token, holder.token),
      ) === index,
  );
}

const keyOf = ({ payer, token }: Holder) => `${payer} ${token}`.toLowerCase();
