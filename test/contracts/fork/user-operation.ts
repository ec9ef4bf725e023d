import { type Address, encodeDeployData, parseEther } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import { type EntryPointVersion, entryPoints, type PaymentTerms, type Token } from "../../../src/protocol/index.ts";
import { paymentCalls } from "../../../src/protocol/payment-calls.ts";
import { simpleAccountFactory } from "../../../src/sandbox/artifacts.ts";
import { handleOps } from "../../../src/user-operations/operation/handle-ops.ts";
import { assertSettles } from "../settlement.ts";
import { accountFactories, accountFactoryAbi, sponsoredCalls } from "../simple-account.ts";
import { accounts, type Fork, sponsorSignerKey } from "./fork.ts";
import { giveTokens } from "./give-tokens.ts";

/** The payer's smart account of an EntryPoint allows and pays in one operation, and the gas sponsor there pays for it. */
export async function payByUserOperation(
  fork: Fork,
  version: EntryPointVersion,
  token: Token,
  payment: PaymentTerms,
): Promise<void> {
  const { chain, relayer } = fork;
  // What is asked of it here is the same in every version.
  const entryPoint = { address: entryPoints[version], abi: entryPoint08Abi } as const;
  const factory = await accountFactory(fork, version);
  const owned = { abi: accountFactoryAbi, args: [accounts.payer.address, 0n] } as const;
  const sender = await chain.readContract({ address: factory, ...owned, functionName: "getAddress" });
  const value = parseEther("1");
  const sponsor = fork.gasSponsors[version];
  const funding = { ...entryPoint, functionName: "depositTo", args: [sponsor], value } as const;
  await chain.waitForTransactionReceipt({ hash: await relayer.writeContract(funding) });
  await giveTokens(
    fork,
    token.address,
    sender,
    payment.shares.reduce((sum, { amount }) => sum + amount, 0n),
  );

  const isNew = (await chain.getCode({ address: sender })) === undefined;
  const { baseFeePerGas } = await chain.getBlock();
  const signed = await sponsoredCalls(
    version,
    accounts.payer,
    { address: sponsor, signerKey: sponsorSignerKey },
    fork.table.id,
    {
      sender,
      nonce: await chain.readContract({ ...entryPoint, functionName: "getNonce", args: [sender, 0n] }),
      factory: isNew ? factory : undefined,
      calls: paymentCalls(payment, fork.router.address, token),
      maxFeePerGas: (baseFeePerGas ?? 0n) * 2n + 1_000_000_000n,
      until: new Date((Number(await fork.networkHelpers.time.latest()) + 600) * 1000),
    },
  );
  const data = handleOps(signed, accounts.relayer.address);
  await assertSettles(fork, payment, sender, () =>
    relayer.sendTransaction({ to: entryPoint.address, data, gas: 4_000_000n }),
  );
}

/** The factory of ERC-4337's authors; where nobody has deployed it on the chain yet, a new one of the same code. */
async function accountFactory({ chain, relayer }: Fork, version: EntryPointVersion): Promise<Address> {
  const { address } = accountFactories[version];
  if ((await chain.getCode({ address })) !== undefined) return address;
  const data = encodeDeployData({ ...simpleAccountFactory(version), args: [entryPoints[version]] });
  const { contractAddress } = await chain.waitForTransactionReceipt({ hash: await relayer.sendTransaction({ data }) });
  if (!contractAddress) throw new Error("The deployment made no contract.");
  return contractAddress;
}
