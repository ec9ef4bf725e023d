import { type Hex, size } from "viem";
import type { GasPrices, UnitFees } from "../../chain/index.ts";
import type { KnownAccount } from "../account-kinds/account-kind.ts";
import { OperationRefusedError, OperationRevertsError } from "../errors.ts";
import { callDataGas } from "../operation/call-data-gas.ts";
import { handleOps } from "../operation/handle-ops.ts";
import type { Operation } from "../operation/parse-operation.ts";

/** What the sponsor's own contract needs: its stub says so. */
export const paymasterGas = { verification: 60_000n, postOp: 1n } as const;

/** The EntryPoint's work for an operation that no limit counts, and a transaction's own 21,000. */
const bundleOverhead = 21_000n + 15_000n;

/** An EIP-7702 authorization. */
const authorizationGas = 25_000n;

/** What a bundler's own estimate may be above ours, beside twice the gas that the calls need. */
const callGasSlack = 60_000n;

/** Wei for a unit of gas that wallets bid: room for the base fee to double. */
export const marketFees = ({ baseFee, priorityFee }: UnitFees) => ({
  maxFeePerGas: 2n * baseFee + priorityFee,
  maxPriorityFeePerGas: priorityFee,
});

/**
 * Whoever bundles is paid by all that an operation's gas fields say, so none may be above what we reckon ourselves: gas by this payment's calls and the kind
 * of account, fees by twice the market's of the last minute. Throws `OperationRefusedError`, or `OperationRevertsError` where the calls have too little gas.
 */
export function checkGas(
  operation: Operation,
  {
    account,
    callGas,
    prices,
  }: { readonly account: KnownAccount; readonly callGas: bigint; readonly prices: GasPrices },
): void {
  const market = marketFees(prices.recent);
  const limits = {
    callGasLimit: 2n * callGas + callGasSlack,
    ...validationLimits(operation, account),
    preVerificationGas: preVerificationGasOf(operation, account, prices),
    maxFeePerGas: 2n * market.maxFeePerGas,
    maxPriorityFeePerGas: 2n * market.maxPriorityFeePerGas,
  };
  for (const [name, limit] of Object.entries(limits)) {
    const value = operation[name as keyof typeof limits] ?? 0n;
    if (value <= limit) continue;
    throw new OperationRefusedError(`${name} is ${value}; at most ${limit} is sponsored for this payment now.`);
  }
  if (operation.callGasLimit < callGas) {
    throw new OperationRevertsError(`its callGasLimit is ${operation.callGasLimit}, and its calls need ${callGas}`);
  }
}

/** At EntryPoint v0.6 the sponsor's validation is a part of the account's. */
function validationLimits({ entryPoint }: Operation, { verificationGas }: KnownAccount) {
  if (entryPoint === "0.6") return { verificationGasLimit: verificationGas + paymasterGas.verification };
  return {
    verificationGasLimit: verificationGas,
    paymasterVerificationGasLimit: paymasterGas.verification,
    paymasterPostOpGasLimit: paymasterGas.postOp,
  };
}

/** What including an operation alone costs beside its own work: its bytes as call data, and their publication where the chain pays for that. */
function preVerificationGasOf(
  operation: Operation,
  account: KnownAccount,
  { baseFee, priorityFee, dataFeePerByte }: GasPrices,
): bigint {
  const data = bundleOf(operation, account);
  const gas = bundleOverhead + callDataGas(data) + (operation.authorization ? authorizationGas : 0n);
  const price = baseFee + priorityFee;
  const publication = price === 0n ? 0n : (BigInt(size(data)) * dataFeePerByte) / price;
  return (gas * 3n) / 2n + 2n * publication;
}

/** The call data of a transaction that includes the operation alone, with signatures of random bytes. */
function bundleOf(operation: Operation, { signatureBytes }: KnownAccount): Hex {
  const paymaster = operation.paymaster ?? operation.sender;
  const signature = randomBytes(signatureBytes);
  return handleOps({ ...operation, paymaster, paymasterData: randomBytes(77), signature }, paymaster);
}

const randomBytes = (length: number): Hex => `0x${"5b".repeat(length)}`;
