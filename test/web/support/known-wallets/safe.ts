import {
  type Address,
  concat,
  encodeFunctionData,
  encodePacked,
  type Hex,
  hexToNumber,
  numberToHex,
  parseAbi,
  parseEther,
  size,
  zeroAddress,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { walletContracts } from "../../../../src/protocol/index.ts";
import type { SandboxChain } from "../../../../src/sandbox/sandbox.ts";
import { createTestWallet, ProviderRpcError, type TestWallet, type TestWalletOptions } from "../test-wallet.ts";
import type { Batch } from "./batch.ts";

const { safe: contracts } = walletContracts;

const safeAbi = parseAbi([
  "function setup(address[] owners, uint256 threshold, address to, bytes data, address fallbackHandler, address paymentToken, uint256 payment, address paymentReceiver)",
  "function getTransactionHash(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, uint256 nonce) view returns (bytes32)",
  "function execTransaction(address to, uint256 value, bytes data, uint8 operation, uint256 safeTxGas, uint256 baseGas, uint256 gasPrice, address gasToken, address refundReceiver, bytes signatures) payable returns (bool)",
]);
const factoryAbi = parseAbi([
  "function createProxyWithNonce(address singleton, bytes initializer, uint256 saltNonce) returns (address)",
]);
const multiSendAbi = parseAbi(["function multiSend(bytes transactions) payable"]);

export type SafeOptions = Omit<TestWalletOptions, "contract"> & {
  readonly otherOwner: PrivateKeyAccount;
  /** Whether it says that it takes batches, as Safe's app does, and did not before. */
  readonly batches?: boolean;
};

export type SafeTestWallet = TestWallet & {
  /** What waits for the other owner. */
  proposed(): number;
  /** The other owner confirms the proposal that is next, and sends it. */
  confirm(): Promise<void>;
};

type Call = { readonly to: Address; readonly data: Hex };
type Proposal = Call & { readonly operation: 0 | 1; readonly signature: Hex; executed: boolean };

/**
 * As Safe's app does, with a real Safe 1.4.1 of two owners who both have to confirm: it answers a hash of its own for a proposal, knows nothing of the proposal at first, says
 * that it is under way until the other owner has confirmed, and puts every error under -32000. It is on one chain.
 */
export async function safe(options: SafeOptions): Promise<SafeTestWallet> {
  const { account, otherOwner, chains, chainId, batches = true } = options;
  const chain = chains.get(chainId) as SandboxChain;
  const address = await deploySafe(chain, [account, otherOwner]);
  const wallet = createTestWallet({ name: "Safe", ...options, contract: address });
  const proposals = new Map<Hex, Proposal>();
  const { local } = chain;
  const read = { address, abi: safeAbi } as const;

  const propose = async (call: Call, operation: 0 | 1): Promise<Hex> => {
    // They are carried out in their order: what the chain says of it may be ahead of what this wallet has heard.
    const args = [...transactionOf(call, operation), BigInt(proposals.size)] as const;
    const hash = await local.readContract({ ...read, functionName: "getTransactionHash", args });
    proposals.set(hash, { ...call, operation, signature: await account.sign({ hash }), executed: false });
    return hash;
  };

  const sendCalls = (batch: Batch): Promise<Hex> => {
    if (hexToNumber(batch.chainId) !== chainId)
      throw new ProviderRpcError(-32000, `Safe is not on chain ${batch.chainId}`);
    return propose(multiSendOf(batch.calls), 1);
  };

  const callsStatus = (id: Hex) => {
    const proposal = proposals.get(id);
    if (!proposal) throw new ProviderRpcError(-32000, "Transaction not found");
    const status = proposal.executed ? 200 : 100;
    return { version: "1.0", id, chainId: numberToHex(chainId), status, receipts: [] };
  };
  let asked = 0;

  wallet.respond = async ({ method, params = [] }, answer) => {
    switch (method) {
      case "wallet_getCapabilities":
        if (!batches) throw new ProviderRpcError(-32000, "The method wallet_getCapabilities does not exist");
        return { [numberToHex(chainId)]: { atomicBatch: { supported: true } } };
      case "wallet_sendCalls":
        return { id: await sendCalls(params[0] as Batch) };
      case "wallet_getCallsStatus":
        asked += 1;
        // Its service has not heard of it yet.
        if (asked === 1) throw new ProviderRpcError(-32000, "Transaction not found");
        return callsStatus(params[0] as Hex);
      case "eth_sendTransaction":
        return propose(params[0] as Call, 0);
      default:
        return answer();
    }
  };

  return Object.assign(wallet, {
    proposed: () => [...proposals.values()].filter(({ executed }) => !executed).length,
    async confirm() {
      const [hash, proposal] = [...proposals].find(([, { executed }]) => !executed) as [Hex, Proposal];
      const signatures = [
        { owner: account.address, signature: proposal.signature },
        { owner: otherOwner.address, signature: await otherOwner.sign({ hash }) },
      ].toSorted((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
      const together = concat(signatures.map(({ signature }) => signature));
      const args = [...transactionOf(proposal, proposal.operation), together] as const;
      const data = encodeFunctionData({ abi: safeAbi, functionName: "execTransaction", args });
      await sendFrom(chain, otherOwner, { to: address, data });
      proposal.executed = true;
    },
  });
}

/** A Safe that pays nobody back for gas. */
function transactionOf({ to, data }: Call, operation: 0 | 1) {
  return [to, 0n, data, operation, 0n, 0n, 0n, zeroAddress, zeroAddress] as const;
}

/** Calls in one, as Safe's app packs them. */
function multiSendOf(calls: Batch["calls"]): Call {
  const packed = calls.map(({ to, value, data }) =>
    encodePacked(["uint8", "address", "uint256", "uint256", "bytes"], [0, to, BigInt(value), BigInt(size(data)), data]),
  );
  const data = encodeFunctionData({ abi: multiSendAbi, functionName: "multiSend", args: [concat(packed)] });
  return { to: contracts.multiSendCallOnly, data };
}

async function deploySafe(
  chain: SandboxChain,
  owners: readonly [PrivateKeyAccount, PrivateKeyAccount],
): Promise<Address> {
  const [sender] = owners;
  const addresses = owners.map(({ address }) => address);
  const nothing = [zeroAddress, "0x", zeroAddress, zeroAddress, 0n, zeroAddress] as const;
  const setup = encodeFunctionData({
    abi: safeAbi,
    functionName: "setup",
    args: [addresses, BigInt(owners.length), ...nothing],
  });
  const call = { address: contracts.proxyFactory, abi: factoryAbi, functionName: "createProxyWithNonce" } as const;
  const args = [contracts.singleton, setup, 0n] as const;
  const { result } = await chain.local.simulateContract({ ...call, args });
  const data = encodeFunctionData({ abi: factoryAbi, functionName: "createProxyWithNonce", args });
  await sendFrom(chain, sender, { to: contracts.proxyFactory, data });
  return result;
}

/** A transaction of a key that has nothing to pay it with. */
async function sendFrom({ local }: SandboxChain, account: PrivateKeyAccount, { to, data }: Call): Promise<void> {
  await local.setBalance({ address: account.address, value: parseEther("1") });
  const hash = await local.sendTransaction({ account, to, data, gas: 1_000_000n });
  const receipt = await local.waitForTransactionReceipt({ hash });
  if (receipt.status !== "success") throw new Error(`The transaction ${hash} of ${account.address} failed.`);
}
