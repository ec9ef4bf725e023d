import { type Address, getAddress, isAddressEqual } from "viem";
import { canonicalContracts } from "./canonical-contracts.ts";
import { chains } from "./chains/index.ts";
import { depositImplementation } from "./deposit-address.ts";
import { othersContracts, placeholders, systemContracts } from "./others-contracts.ts";

/** Precompiles, system contracts of the chains that we know, and what people burn money at. */
const lowest = 0x10000n;
/** The predeployed contracts of the OP Stack. */
const predeploys = {
  first: 0x4200000000000000000000000000000000000000n,
  last: 0x420000000000000000000000000000000000ffffn,
};

/**
 * Why money sent to an address would be lost for ever; undefined where nothing speaks against it. `own`: the router and whatever else belongs to the server that asks.
 */
export function whyLost(address: Address, own: readonly Address[] = []): string | undefined {
  const number = BigInt(address);
  if (number === 0n) return "it is the zero address";
  if (number < lowest || (number >= predeploys.first && number <= predeploys.last)) {
    return "it belongs to the chain itself";
  }
  const isIn = (addresses: readonly Address[]) => addresses.some((each) => isAddressEqual(each, address));
  if (isIn(systemContracts)) return "it belongs to the chain itself";
  if (isIn(placeholders)) return "it is nobody's address";
  if (isIn(othersContracts)) return "it is a contract that gives nothing back";
  if (isIn(tokens)) return "it is a token's contract";
  if (isIn(shared)) return "it is a contract that everybody shares";
  if (isIn(own) || isIn(own.map(depositImplementation))) return "it belongs to the payment service itself";
  return undefined;
}

/** On whichever chain: one address may be used on all of them. */
const tokens = chains.flatMap(({ tokens: here, impostors }) => [
  ...here.map(({ address }) => address),
  ...Object.values(impostors ?? {}),
]);

const shared = Object.values(canonicalContracts).map(({ address }) => getAddress(address));
