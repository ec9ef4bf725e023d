import { type Address, type Hex, toHex } from "viem";
import { mnemonicToAccount, privateKeyToAddress } from "viem/accounts";

/** The best-known test mnemonic: real money sent to its accounts is lost. */
const mnemonic = "test test test test test test test test test test test junk";

export type SandboxAccount = { readonly address: Address; readonly privateKey: Hex };

/** The derivation path that wallets use. */
const parent = mnemonicToAccount(mnemonic, { path: "m/44'/60'/0'/0" }).getHdKey();

const account = (index: number): SandboxAccount => {
  const privateKey = toHex(parent.deriveChild(index).privateKey as Uint8Array);
  return { address: privateKeyToAddress(privateKey), privateKey };
};

/** Roles of the sandbox's accounts. They are also the accounts that anvil funds and unlocks. */
export const sandboxAccounts = {
  /** Deploys everything, and is owner and minter of the tokens. */
  deployer: account(0),
  /** Owns the gas sponsor's deposit. */
  sponsorOwner: account(1),
  /** Signs sponsored operations. */
  sponsorSigner: account(2),
  bundlerUtility: account(3),
  bundlerExecutor: account(4),
  feeRecipient: account(5),
  merchant: account(6),
  sellers: [account(7), account(8)],
  /** Owns the relayer's smart account. */
  relayer: account(9),
  /** Send the relayer's own transactions. */
  relayerKeys: [account(16), account(17), account(18), account(19)],
  /** They hold the native token and stablecoins on every chain. */
  payers: [account(10), account(11), account(12)],
  /** They hold stablecoins and no native token. */
  payersWithoutNative: [account(13), account(14)],
  /** The checkout's test wallet: stablecoins, no native token, and an allowance to the router for each token without signatures. */
  checkoutPayer: account(15),
} as const;
