import { type Address, type Hex, toHex } from "viem";
import { mnemonicToAccount, privateKeyToAddress } from "viem/accounts";

/** The best-known test mnemonic there is. Whoever sends real money to its accounts loses it. */
const mnemonic = "test test test test test test test test test test test junk";

export type SandboxAccount = { readonly address: Address; readonly privateKey: Hex };

/** Where wallets derive the accounts of a mnemonic from. */
const parent = mnemonicToAccount(mnemonic, { path: "m/44'/60'/0'/0" }).getHdKey();

const account = (index: number): SandboxAccount => {
  const privateKey = toHex(parent.deriveChild(index).privateKey as Uint8Array);
  return { address: privateKeyToAddress(privateKey), privateKey };
};

/** Who is who in the sandbox. The first accounts are also those that anvil fills with coin and unlocks. */
export const sandboxAccounts = {
  /** Deploys everything, and is owner and minter of the tokens. */
  deployer: account(0),
  /** Owns the gas sponsor's deposit. */
  sponsorOwner: account(1),
  /** Signs what the gas sponsor pays for. */
  sponsorSigner: account(2),
  bundlerUtility: account(3),
  bundlerExecutor: account(4),
  feeRecipient: account(5),
  merchant: account(6),
  sellers: [account(7), account(8)],
  /** Owns the account that submits payers' signatures. */
  relayer: account(9),
  /** Send the relayer's own transactions. */
  relayerKeys: [account(16), account(17), account(18), account(19)],
  /** They have coin and tokens on every chain. */
  payers: [account(10), account(11), account(12)],
  /** They have tokens and no coin. */
  payersWithoutCoin: [account(13), account(14)],
  /** The checkout's test wallet: tokens, no coin, and an allowance to the router for each token that takes no signatures. */
  checkoutPayer: account(15),
} as const;
