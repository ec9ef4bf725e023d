import { network } from "hardhat";
import {
  type Abi,
  type Account,
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  type Hex,
  maxUint256,
  type Transport,
  type Chain as ViemChain,
  type WalletClient,
  zeroAddress,
} from "viem";
import {
  amountsOf,
  feeBasisPoints,
  type PaymentTerms,
  type Share,
  totalOf as totalOfShares,
} from "../../src/protocol/index.ts";
import { circleProxy, circleSignatureChecker, circleToken, permit2InitCode } from "../../src/sandbox/artifacts.ts";

/** One simulated chain for all contract tests: each test starts from a snapshot of it. */
export const connection = await network.create();
export const { viem, networkHelpers } = connection;
export const chain = await viem.getPublicClient();
export const chainId = BigInt(await chain.getChainId());

export type Wallet = WalletClient<Transport, ViemChain, Account>;

const [deployer, payer, relayer, feeRecipient, merchant, ...rest] = await viem.getWalletClients();
export const wallets = { deployer, payer, relayer, feeRecipient, merchant } as Record<
  "deployer" | "payer" | "relayer" | "feeRecipient" | "merchant",
  Wallet
>;
const proxyAdmin = rest[5] as Wallet;
export const sellers: Address[] = rest.slice(0, 5).map((wallet) => getAddress(wallet.account.address));

export type TokenName = "usdc" | "ethereumTether" | "bnbTether" | "tetherZero" | "polygonTetherZero";

export async function deployCode(bytecode: Hex, from: Wallet = wallets.deployer): Promise<Address> {
  const hash = await from.sendTransaction({ data: bytecode, gas: 10_000_000n });
  const { contractAddress } = await chain.waitForTransactionReceipt({ hash });
  if (!contractAddress) throw new Error("The deployment made no contract.");
  return contractAddress;
}

export async function deployUsdc(): Promise<Address> {
  const { abi, bytecode } = circleToken(await deployCode(circleSignatureChecker().bytecode));
  // Its deployer is the proxy's admin, which the proxy lets administrate only.
  const proxy = await deployCode(
    encodeDeployData({ ...circleProxy(), args: [await deployCode(bytecode)] }),
    proxyAdmin,
  );
  const { relayer: master } = wallets;
  const { address } = master.account;
  const send = async (functionName: string, args: readonly unknown[]) => {
    const data = encodeFunctionData({ abi: abi as Abi, functionName, args });
    await chain.waitForTransactionReceipt({ hash: await master.sendTransaction({ to: proxy, data }) });
  };
  await send("initialize", ["USD Coin", "USDC", "USD", 6, address, address, address, address]);
  await send("initializeV2", ["USD Coin"]);
  await send("initializeV2_1", [address]);
  await send("initializeV2_2", [[], "USDC"]);
  await send("configureMinter", [address, maxUint256]);
  return proxy;
}

/** The router, Permit2 and every token; the payer holds plenty of each. */
export async function deployAll() {
  const permit2 = await deployCode(permit2InitCode());
  const router = await viem.deployContract("PaymentRouter", [
    feeBasisPoints,
    wallets.feeRecipient.account.address,
    permit2,
  ]);
  const master = wallets.relayer.account.address;
  const usdc = await viem.getContractAt("TetherZero", await deployUsdc(), { client: { wallet: wallets.relayer } });
  const standIn = async (name: "EthereumTether" | "BnbTether" | "TetherZero" | "PolygonTetherZero") => {
    const { address } = await viem.deployContract(name, [master]);
    // All stand-ins share what the tests call, whatever they return.
    return viem.getContractAt("TetherZero", address, { client: { wallet: wallets.relayer } });
  };
  const tokens = {
    usdc,
    ethereumTether: await standIn("EthereumTether"),
    bnbTether: await standIn("BnbTether"),
    tetherZero: await standIn("TetherZero"),
    polygonTetherZero: await standIn("PolygonTetherZero"),
  };
  for (const token of Object.values(tokens)) await token.write.mint([wallets.payer.account.address, 10n ** 30n]);
  return { router, permit2, tokens, viem, chain, feeRecipient: wallets.feeRecipient.account.address };
}

/** What was deployed, as it was, under a block of now: the clock ran on since, and the latest block's time would lag behind the next one's. */
export async function loadFresh<T>(deploy: () => Promise<T>): Promise<T> {
  const deployed = await networkHelpers.loadFixture(deploy);
  await networkHelpers.mine();
  return deployed;
}

export const fixture = () => loadFresh(deployAll);

export type Fixture = Awaited<ReturnType<typeof deployAll>>;

/** A payment to merchant and sellers that can be settled now. */
export async function paymentOf(
  token: Address,
  amounts: readonly bigint[],
  changes: Partial<PaymentTerms> = {},
): Promise<PaymentTerms> {
  const recipients = [getAddress(wallets.merchant.account.address), ...sellers];
  return {
    uuid: `0x${"00".repeat(16)}0123456789abcdef0123456789abcdef`,
    chainId,
    token,
    deadline: BigInt(await networkHelpers.time.latest()) + 600n,
    refundTo: zeroAddress,
    shares: amounts.map((amount, index): Share => ({ recipient: recipients[index] as Address, amount })),
    ...changes,
  };
}

/** What every recipient and the fee recipient must have received. */
export function dueOf(payment: PaymentTerms, feeRecipient: Address): Map<Address, bigint> {
  const { net, fee } = amountsOf(payment.shares, feeBasisPoints);
  const due = new Map<Address, bigint>();
  const add = (account: Address, amount: bigint) => due.set(account, (due.get(account) ?? 0n) + amount);
  for (const [index, { recipient }] of payment.shares.entries()) add(recipient, net[index] ?? 0n);
  add(feeRecipient, fee);
  return due;
}

/** Allows the router as much as the payment costs, from the payer. */
export async function allow(
  token: Address,
  spender: Address,
  amount: bigint,
  owner: Wallet = wallets.payer,
): Promise<void> {
  const contract = await viem.getContractAt("TetherZero", token, { client: { wallet: owner } });
  await contract.write.approve([spender, amount]);
}

export function totalOf(payment: PaymentTerms): bigint {
  return totalOfShares(payment.shares);
}

/** Calls the router as `sender`, by default a stranger: who submits must not matter. */
export async function routerAs(router: Fixture["router"], sender: Wallet = wallets.relayer) {
  return viem.getContractAt("PaymentRouter", router.address, { client: { wallet: sender } });
}
