import { network } from "hardhat";
import {
  type Account,
  createWalletClient,
  custom,
  type Hex,
  keccak256,
  parseEther,
  type Transport,
  toHex,
  type Chain as ViemChain,
  type WalletClient,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { ContractName } from "../../../deploy/shared/contract-names.ts";
import { ownContracts } from "../../../deploy/shared/contracts.ts";
import { type Chain, canonicalContracts, deploymentCall } from "../../../src/protocol/index.ts";

export type ForkWallet = WalletClient<Transport, ViemChain, Account>;

/**
 * Keys of our own. The well-known test accounts carry EIP-7702 delegations on the real chains, and a token asks an account with code instead
 * of checking its signature.
 */
const key = (name: string): Hex => keccak256(toHex(`Railsplit fork ${name}`));
const accountOf = (name: string) => privateKeyToAccount(key(name));

export const sponsorSignerKey = key("sponsor signer");
export const accounts = {
  payer: accountOf("payer"),
  relayer: accountOf("relayer"),
  feeRecipient: accountOf("fee recipient"),
  merchant: accountOf("merchant"),
  seller: accountOf("seller"),
  sponsorOwner: accountOf("sponsor owner"),
} as const;

/** Forks a chain in memory and deploys the contracts there as `npm run deploy` does. */
export async function createFork(chain: Chain, url: string, blockNumber?: number) {
  const forking = blockNumber === undefined ? { url } : { url, blockNumber };
  const connection = await network.create({ network: "default", override: { chainId: chain.id, forking } });
  const { viem, networkHelpers, provider } = connection;
  // Reads then ask our own block, under today's rules, whatever number the forked one has.
  await networkHelpers.mine();
  const client = await viem.getPublicClient();
  const walletOf = async (account: Account): Promise<ForkWallet> => {
    await networkHelpers.setBalance(account.address, parseEther("100"));
    return createWalletClient({ account, chain: client.chain, transport: custom(provider) });
  };
  const relayer = await walletOf(accounts.relayer);
  const contracts = await ownContracts(
    {
      Railsplit: {
        feeRecipient: accounts.feeRecipient.address,
        sponsorSigner: privateKeyToAccount(sponsorSignerKey).address,
        sponsorOwner: accounts.sponsorOwner.address,
      },
    },
    chain,
  );
  for (const contract of contracts) {
    await client.waitForTransactionReceipt({ hash: await relayer.sendTransaction(deploymentCall(contract.initCode)) });
  }
  const addressOf = (name: ContractName) => {
    const found = contracts.find((contract) => contract.name === name);
    if (!found) throw new Error(`${name} was not deployed.`);
    return found.address;
  };
  return {
    table: chain,
    viem,
    networkHelpers,
    chain: client,
    router: await viem.getContractAt("PaymentRouter", addressOf("PaymentRouter")),
    standing: await viem.getContractAt("StandingDeposits", addressOf("StandingDeposits")),
    mandates: await viem.getContractAt("Mandates", addressOf("Mandates")),
    gasSponsor: await viem.getContractAt("GasSponsor", addressOf("GasSponsor")),
    gasSponsors: {
      "0.8": addressOf("GasSponsor"),
      "0.7": addressOf("GasSponsorV07"),
      "0.6": addressOf("GasSponsorV06"),
    },
    permit2: canonicalContracts.permit2.address,
    feeRecipient: accounts.feeRecipient.address,
    payer: await walletOf(accounts.payer),
    relayer,
    close: () => connection.close(),
  };
}

export type Fork = Awaited<ReturnType<typeof createFork>>;
