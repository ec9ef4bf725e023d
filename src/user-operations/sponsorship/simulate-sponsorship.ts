import { SimpleSmartAccount } from "permissionless/accounts/simple";
import { formatUserOperationRequest } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { GasPrices } from "../../chain/index.ts";
import { canonicalContracts } from "../../protocol/index.ts";
import type { Operation, RpcOperation } from "../operation/parse-operation.ts";
import type { OperationServices } from "../services.ts";
import { marketFees, paymasterGas } from "./check-gas.ts";

/**
 * Has the bundler try an operation that our sponsor pays for: the first of a new account, which does nothing. Nobody can submit it, since its owner, whose key is
 * thrown away, signs nothing. Throws `OperationRevertsError` with what the EntryPoint says, `BundlerUnavailableError`.
 */
export async function simulateSponsorship(
  { client, bundler, sponsors }: Pick<OperationServices, "client" | "bundler" | "sponsors">,
  prices: GasPrices,
  validUntil: Date,
): Promise<void> {
  const { entryPoint, simpleAccountFactory } = canonicalContracts;
  const owner = privateKeyToAccount(generatePrivateKey());
  const account = await SimpleSmartAccount.toSimpleSmartAccount({
    client,
    owner,
    entryPoint: { address: entryPoint.address, version: "0.8" },
  });
  const operation = {
    sender: account.address,
    nonce: 0n,
    ...(await account.getFactoryArgs()),
    callData: await account.encodeCalls([{ to: account.address, value: 0n, data: "0x" }]),
    callGasLimit: 100_000n,
    verificationGasLimit: 450_000n,
    preVerificationGas: 100_000n,
    ...marketFees(prices),
    paymasterVerificationGasLimit: paymasterGas.verification,
    paymasterPostOpGasLimit: paymasterGas.postOp,
    signature: await account.getStubSignature(),
    entryPoint: "0.8",
  } as Operation;
  const sponsorship = await sponsors["0.8"].sponsor(operation, simpleAccountFactory.accountCodeHash, validUntil);
  await bundler.simulate(formatUserOperationRequest({ ...operation, ...sponsorship }) as RpcOperation, "0.8");
}
