import { type Hex, keccak256, size, slice } from "viem";
import { canonicalContracts } from "../../../src/protocol/canonical-contracts.ts";
import { walletContracts } from "../../../src/protocol/wallet-contracts.ts";

/** What an account is: a key alone, a key that has borrowed code (EIP-7702), or a contract. */
export type AccountKind = "key" | "delegated" | "contract";

/** Whose code an account runs; null where it is nobody's that we know, or there is none. */
export type CodeName = "simple7702" | "metaMask" | "simpleAccount" | "safe" | "coinbase" | null;

export type AccountCode = { readonly kind: AccountKind; readonly code: CodeName };

const delegates: Readonly<Record<string, CodeName>> = {
  [canonicalContracts.simple7702Account.address.toLowerCase()]: "simple7702",
  [walletContracts.metaMaskDelegator.address.toLowerCase()]: "metaMask",
};

const proxies: Readonly<Record<string, CodeName>> = {
  [canonicalContracts.simpleAccountFactory.accountCodeHash]: "simpleAccount",
  [canonicalContracts.simpleAccountFactory07.accountCodeHash]: "simpleAccount",
  [canonicalContracts.simpleAccountFactory06.accountCodeHash]: "simpleAccount",
  [walletContracts.coinbaseSmartWallet.accountCodeHash]: "coinbase",
};

/** Of every Safe's proxy since 1.1.1: it answers `masterCopy()` by itself, and compares with that function's selector. */
const safeMark = "7fa619486e00000000";

/** EIP-7702 leaves a mark and the address of the borrowed code. What a proxy leads to is not in its code: this is enough to choose by, and not to trust. */
export function accountOf(code: Hex | undefined): AccountCode {
  if (code === undefined || code === "0x") return { kind: "key", code: null };
  if (code.startsWith("0xef0100") && size(code) === 23) {
    return { kind: "delegated", code: delegates[slice(code, 3).toLowerCase()] ?? null };
  }
  if (code.includes(safeMark)) return { kind: "contract", code: "safe" };
  return { kind: "contract", code: proxies[keccak256(code)] ?? null };
}
