import { type Address, type Client, concat, erc20Abi, type Hex, hexToBigInt, numberToHex, size } from "viem";
import { call, getBalance, getCode, getGasPrice, readContract } from "viem/actions";
import { encodeFunctionData, parseAbi } from "viem/utils";
import { canonicalContracts } from "../../../src/protocol/canonical-contracts.ts";
import { askWalletQuietly, type Eip1193Provider } from "../../shared/wallets/index.ts";
import { type AccountCode, accountOf } from "./account-code.ts";
import { readCapabilities, type WalletCapabilities } from "./capabilities.ts";

/** Everything about a payer that decides how it can pay. Amounts in base units. */
export type PayerFacts = AccountCode & {
  /** Whether the account's code, if it has any, checks signatures (ERC-1271). USDC and Permit2 ask it, also of a key with borrowed code. */
  readonly checksSignatures: boolean;
  readonly balance: bigint;
  readonly routerAllowance: bigint;
  readonly permit2Allowance: bigint;
  /** The chain's native token, and what a unit of gas costs of it. */
  readonly nativeBalance: bigint;
  readonly gasPrice: bigint;
  readonly capabilities: WalletCapabilities;
  /** The ERC-4337 account that the connected key owns, whether deployed yet or not. Null where its factory does not answer. */
  readonly smartAccount: { readonly address: Address; readonly balance: bigint } | null;
};

const factoryAbi = parseAbi(["function getAddress(address owner, uint256 salt) view returns (address)"]);
const erc1271Abi = parseAbi(["function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)"]);

export async function inspectPayer(
  client: Client,
  provider: Eip1193Provider,
  payer: Address,
  { chainId, token, router }: { readonly chainId: number; readonly token: Address; readonly router: Address },
): Promise<PayerFacts> {
  const read = { address: token, abi: erc20Abi } as const;
  const allowanceOf = (spender: Address) =>
    readContract(client, { ...read, functionName: "allowance", args: [payer, spender] });
  const balanceOf = (account: Address) => readContract(client, { ...read, functionName: "balanceOf", args: [account] });
  const smartAccount = async () => {
    const address = await readContract(client, {
      address: canonicalContracts.simpleAccountFactory.address,
      abi: factoryAbi,
      functionName: "getAddress",
      args: [payer, 0n],
    });
    return { address, balance: await balanceOf(address) };
  };
  const [
    code,
    balance,
    routerAllowance,
    permit2Allowance,
    nativeBalance,
    gasPrice,
    checksSignatures,
    owned,
    capabilities,
  ] = await Promise.all([
    getCode(client, { address: payer }),
    balanceOf(payer),
    allowanceOf(router),
    allowanceOf(canonicalContracts.permit2.address),
    getBalance(client, { address: payer }),
    getGasPrice(client),
    doesCheckSignatures(client, payer),
    smartAccount().catch(() => null),
    readCapabilities(provider, payer, chainId),
  ]);
  return {
    ...accountOf(code),
    checksSignatures,
    balance,
    routerAllowance,
    permit2Allowance,
    nativeBalance,
    gasPrice,
    capabilities,
    smartAccount: owned,
  };
}

/** A well-formed signature that is nobody's: an account that checks signatures says no to it, one that does not has no answer. */
const nobodysSignature = concat([numberToHex(1, { size: 32 }), numberToHex(1, { size: 32 }), "0x1b"]);

async function doesCheckSignatures(client: Client, account: Address): Promise<boolean> {
  const args = [numberToHex(1, { size: 32 }), nobodysSignature] as const;
  const data = encodeFunctionData({ abi: erc1271Abi, functionName: "isValidSignature", args });
  try {
    const answer = await call(client, { to: account, data });
    return answer.data !== undefined && size(answer.data) === 32 && hexToBigInt(answer.data) !== 0n;
  } catch {
    // It may say no by failing, but so does an account without the function: nothing is promised.
    return false;
  }
}

/** Whether the wallet sees the same chain as we do: it finds our router's code there. A wallet that cannot read is believed. */
export async function seesRouter(provider: Eip1193Provider, router: Address): Promise<boolean> {
  const code = await askWalletQuietly<Hex>(provider, { method: "eth_getCode", params: [router, "latest"] });
  return code === undefined || code !== "0x";
}
