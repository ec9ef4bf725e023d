import { type Address, encodeDeployData, encodeFunctionData, type Hex, parseAbi, parseEther } from "viem";
import { entryPoint08Abi, toPackedUserOperation } from "viem/account-abstraction";
import { canonicalContracts, type PaymentTerms, type Token } from "../../../src/protocol/index.ts";
import { paymentCalls } from "../../../src/protocol/payment-calls.ts";
import { simpleAccountFactory } from "../../../src/sandbox/artifacts.ts";
import type { Operation } from "../../../src/user-operations/operation/parse-operation.ts";
import { createGasSponsor } from "../../../src/user-operations/sponsorship/gas-sponsor.ts";
import { assertSettles } from "../settlement.ts";
import { accounts, type Fork, sponsorSignerKey } from "./fork.ts";
import { giveTokens } from "./give-tokens.ts";

const entryPoint = { address: canonicalContracts.entryPoint.address, abi: entryPoint08Abi } as const;
const factoryAbi = parseAbi([
  "function createAccount(address owner, uint256 salt) returns (address)",
  "function getAddress(address owner, uint256 salt) view returns (address)",
]);
const accountAbi = parseAbi(["function executeBatch((address target, uint256 value, bytes data)[] calls)"]);

/** The payer's smart account allows and pays in one operation, and the gas sponsor pays for it. */
export async function payByUserOperation(fork: Fork, token: Token, payment: PaymentTerms): Promise<void> {
  const { chain, relayer, gasSponsor } = fork;
  const factory = await accountFactory(fork);
  const owned = { abi: factoryAbi, args: [accounts.payer.address, 0n] } as const;
  const sender = await chain.readContract({ address: factory, ...owned, functionName: "getAddress" });
  const value = parseEther("1");
  const { address: sponsor } = gasSponsor;
  const funding = { ...entryPoint, functionName: "depositTo", args: [sponsor], value } as const;
  await chain.waitForTransactionReceipt({ hash: await relayer.writeContract(funding) });
  await giveTokens(
    fork,
    token.address,
    sender,
    payment.shares.reduce((sum, { amount }) => sum + amount, 0n),
  );

  const calls = paymentCalls(payment, fork.router.address, token).map(({ to, data }) => ({
    target: to,
    value: 0n,
    data,
  }));
  const isNew = (await chain.getCode({ address: sender })) === undefined;
  const { baseFeePerGas } = await chain.getBlock();
  const operation: Operation = {
    entryPoint: "0.8",
    sender,
    nonce: await chain.readContract({ ...entryPoint, functionName: "getNonce", args: [sender, 0n] }),
    ...(isNew && { factory, factoryData: encodeFunctionData({ ...owned, functionName: "createAccount" }) }),
    callData: encodeFunctionData({ abi: accountAbi, functionName: "executeBatch", args: [calls] }),
    callGasLimit: 800_000n,
    verificationGasLimit: 600_000n,
    preVerificationGas: 60_000n,
    maxFeePerGas: (baseFeePerGas ?? 0n) * 2n + 1_000_000_000n,
    maxPriorityFeePerGas: 1_000_000_000n,
    paymaster: sponsor,
    paymasterVerificationGasLimit: 60_000n,
    paymasterPostOpGasLimit: 1n,
    paymasterData: "0x",
    signature: "0x",
  };
  const { accountCodeHash } = canonicalContracts.simpleAccountFactory;
  const until = new Date((Number(await fork.networkHelpers.time.latest()) + 600) * 1000);
  const sponsorship = createGasSponsor(fork.table.id, { address: sponsor, signerKey: sponsorSignerKey });
  const packed = toPackedUserOperation({
    ...operation,
    ...(await sponsorship.sponsor(operation, accountCodeHash, until)),
  });
  const hash = await chain.readContract({ ...entryPoint, functionName: "getUserOpHash", args: [packed] });
  const signature: Hex = await accounts.payer.sign({ hash });
  const bundle = [[{ ...packed, signature }], accounts.relayer.address] as const;
  await assertSettles(fork, payment, sender, () =>
    relayer.writeContract({ ...entryPoint, functionName: "handleOps", args: bundle, gas: 4_000_000n }),
  );
}

/** The factory of ERC-4337's authors; where nobody has deployed it on the chain yet, a new one of the same code. */
async function accountFactory({ chain, relayer }: Fork): Promise<Address> {
  const { address } = canonicalContracts.simpleAccountFactory;
  if ((await chain.getCode({ address })) !== undefined) return address;
  const data = encodeDeployData({ ...simpleAccountFactory(), args: [entryPoint.address] });
  const { contractAddress } = await chain.waitForTransactionReceipt({ hash: await relayer.sendTransaction({ data }) });
  if (!contractAddress) throw new Error("The deployment made no contract.");
  return contractAddress;
}
