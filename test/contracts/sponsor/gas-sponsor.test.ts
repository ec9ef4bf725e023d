import assert from "node:assert/strict";
import {
  type Address,
  type BaseError,
  ContractFunctionRevertedError,
  concat,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  parseEther,
  parseEventLogs,
  zeroAddress,
  zeroHash,
} from "viem";
import { entryPoint08Abi, toPackedUserOperation } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts } from "../../../src/protocol/index.ts";
import type { Operation } from "../../../src/user-operations/operation/parse-operation.ts";
import { createGasSponsor } from "../../../src/user-operations/sponsorship/gas-sponsor.ts";
import { chain, chainId, networkHelpers, viem, wallets } from "../fixture.ts";

import { accountAbi, handling, load, operationOf, run, signerKey, sponsored } from "./fixture.ts";

type Trace = { readonly structLogs: readonly { readonly op: string; readonly stack?: readonly string[] }[] };

/** What ERC-7562 forbids in validation (OP-011 and the like), beside what reads other accounts. */
const forbidden =
  /^(ORIGIN|GASPRICE|BLOCKHASH|COINBASE|TIMESTAMP|NUMBER|PREVRANDAO|DIFFICULTY|GASLIMIT|BASEFEE|BLOBHASH|BLOBBASEFEE|SELFBALANCE|BALANCE|GAS|CREATE2?|SELFDESTRUCT|INVALID|TLOAD|TSTORE|SLOAD|SSTORE|EXTCODESIZE|EXTCODECOPY)$/;

describe("GasSponsor", () => {
  it("pays the gas of an operation that its signer agreed to, from its deposit, without a stake", async () => {
    const deployed = await load();
    const { entryPointAddress, sponsor, account } = deployed;
    const before = await sponsor.read.getDeposit();
    const receipt = await chain.waitForTransactionReceipt({
      hash: await run(deployed, await sponsored(deployed, operationOf(deployed))),
    });
    const [event] = parseEventLogs({ abi: entryPoint08Abi, logs: receipt.logs, eventName: "UserOperationEvent" });
    assert.equal(event?.args.success, true);
    assert.equal(event?.args.paymaster.toLowerCase(), sponsor.address);
    assert.equal(before - (await sponsor.read.getDeposit()), event?.args.actualGasCost);
    assert.equal(await chain.getBalance({ address: account }), 0n);
    const info = await chain.readContract({
      address: entryPointAddress,
      abi: entryPoint08Abi,
      functionName: "getDepositInfo",
      args: [sponsor.address],
    });
    assert.equal(info.staked, false);
  });

  const changes: { title: string; change: Partial<Operation> }[] = [
    {
      title: "other call data",
      change: { callData: encodeFunctionData({ abi: accountAbi, args: [zeroAddress, 1n, "0x"] }) },
    },
    { title: "a higher call gas limit", change: { callGasLimit: 100_001n } },
    { title: "a higher verification gas limit", change: { verificationGasLimit: 500_001n } },
    { title: "a higher pre-verification gas", change: { preVerificationGas: 50_001n } },
    { title: "a higher fee", change: { maxFeePerGas: 2_000_000_001n } },
    { title: "a higher priority fee", change: { maxPriorityFeePerGas: 1_000_000_001n } },
    { title: "a higher limit for the paymaster", change: { paymasterVerificationGasLimit: 60_001n } },
    { title: "another nonce", change: { nonce: 1n << 64n } },
  ];
  for (const { title, change } of changes) {
    it(`does not pay when the operation has ${title} than was agreed to`, async () => {
      const deployed = await load();
      const changed = { ...(await sponsored(deployed, operationOf(deployed))), ...change };
      await assert.rejects(run(deployed, changed), /AA34 signature error/);
    });
  }

  it("does not pay by another's signature", async () => {
    const deployed = await load();
    const operation = await sponsored(deployed, operationOf(deployed), `0x${"33".repeat(32)}`);
    await assert.rejects(run(deployed, operation), /AA34 signature error/);
  });

  it("does not pay for an account of another code than was agreed to", async () => {
    const deployed = await load();
    for (const hash of [keccak256("0x"), zeroHash, keccak256(concat(["0xef0100", deployed.factory]))]) {
      const operation = await sponsored(deployed, operationOf(deployed), signerKey, undefined, hash);
      await assert.rejects(run(deployed, operation), /AA34 signature error/);
    }
  });

  it("does not pay by what was signed for another sponsor or another chain, nor by garbage", async () => {
    const deployed = await load();
    const operation = operationOf(deployed);
    const until = new Date((Number(await networkHelpers.time.latest()) + 600) * 1000);
    const { accountCodeHash } = canonicalContracts.simpleAccountFactory;
    const here = { address: deployed.sponsor.address, signerKey };
    const there = { address: deployed.factory, signerKey };
    for (const [id, options] of [
      [Number(chainId), there],
      [Number(chainId) + 1, here],
    ] as const) {
      const { paymasterData } = await createGasSponsor(id, options).sponsor(operation, accountCodeHash, until);
      await assert.rejects(run(deployed, { ...operation, paymasterData }), /AA34 signature error/);
    }
    const garbage = concat([numberToHex(0, { size: 12 }), `0x${"ff".repeat(65)}`]);
    await assert.rejects(run(deployed, { ...operation, paymasterData: garbage }), /AA34 signature error/);
  });

  it("is not deployed without a signer or an owner, and its owner cannot leave it without one", async () => {
    const { sponsor, entryPointAddress } = await load();
    const { address } = wallets.merchant.account;
    const deploy = (signer: Address, owner: Address) =>
      viem.deployContract("GasSponsor", [entryPointAddress, signer, owner]);
    await viem.assertions.revertWithCustomError(deploy(zeroAddress, address), sponsor, "InvalidSigner");
    await viem.assertions.revertWithCustomError(deploy(address, zeroAddress), sponsor, "OwnerRequired");
    await viem.assertions.revertWithCustomError(
      sponsor.read.renounceOwnership({ account: address }),
      sponsor,
      "OwnerRequired",
    );
    assert.equal((await sponsor.read.owner()).toLowerCase(), address);
  });

  it("does not pay after the agreement has run out", async () => {
    const deployed = await load();
    const until = Number(await networkHelpers.time.latest()) + 60;
    const operation = await sponsored(deployed, operationOf(deployed), signerKey, new Date(until * 1000));
    await networkHelpers.time.setNextBlockTimestamp(until + 1);
    await assert.rejects(run(deployed, operation), /AA32 paymaster expired or not due/);
  });

  it("pays after the second that was agreed to, and not in it", async () => {
    const deployed = await load();
    const { sponsor } = deployed;
    // The hash that the sponsor tells is right of an account which stands.
    await run(deployed, await sponsored(deployed, operationOf(deployed)));
    const operation = { ...operationOf(deployed), factory: undefined, factoryData: undefined, nonce: 1n };
    const after = Number(await networkHelpers.time.latest()) + 100;
    const until = after + 600;
    const hash = await sponsor.read.sponsorshipHash([toPackedUserOperation(operation), until, after]);
    const times = [until, after].map((time) => numberToHex(time, { size: 6 }));
    const paymasterData = concat([...times, await privateKeyToAccount(signerKey).sign({ hash })]);
    const agreed = { ...operation, paymasterData };
    await networkHelpers.time.setNextBlockTimestamp(after);
    await assert.rejects(run(deployed, agreed), /AA32 paymaster expired or not due/);
    await networkHelpers.time.setNextBlockTimestamp(after + 1);
    const { logs } = await chain.waitForTransactionReceipt({ hash: await run(deployed, agreed) });
    const [event] = parseEventLogs({ abi: entryPoint08Abi, logs, eventName: "UserOperationEvent" });
    assert.equal(event?.args.success, true);
  });

  it("names the length of data that it cannot read", async () => {
    const deployed = await load();
    const operation = { ...operationOf(deployed), paymasterData: concat([numberToHex(0, { size: 76 })]) };
    const { account } = wallets.relayer;
    const refused = await chain.simulateContract({ account, ...(await handling(deployed, operation)) }).then(
      () => assert.fail("It was accepted."),
      (error: BaseError) => error.walk((cause) => cause instanceof ContractFunctionRevertedError),
    );
    assert.ok(refused instanceof ContractFunctionRevertedError && refused.data);
    const [, reason, data] = refused.data.args as [bigint, string, Hex];
    assert.equal(reason, "AA33 reverted");
    const { errorName, args } = decodeErrorResult({ abi: deployed.sponsor.abi, data });
    assert.deepEqual([errorName, args], ["InvalidPaymasterData", [76n]]);
  });

  it("reads no storage while it validates, and of other accounts the code hash of the sender alone", async () => {
    const deployed = await load();
    const { sponsor, entryPointAddress } = deployed;
    const operation = toPackedUserOperation(await sponsored(deployed, operationOf(deployed)));
    const abi = sponsor.abi;
    const data = encodeFunctionData({
      abi,
      functionName: "validatePaymasterUserOp",
      args: [operation, `0x${"00".repeat(32)}`, 0n],
    });
    const params = [{ from: entryPointAddress, to: sponsor.address, data }, "latest", {}];
    const trace = (await chain.request({ method: "debug_traceCall", params } as never)) as Trace;
    const steps = trace.structLogs;
    assert.ok(
      steps.some(({ op }) => op === "STATICCALL"),
      "the signature was not looked at",
    );
    // GAS is allowed where a call follows at once (OP-012).
    const isForbidden = ({ op }: Trace["structLogs"][number], index: number) =>
      forbidden.test(op) && !(op === "GAS" && /CALL$/.test(steps[index + 1]?.op ?? ""));
    assert.deepEqual(
      steps.filter(isForbidden).map(({ op }) => op),
      [],
    );
    // The one account whose code is read is the sender's (OP-042), once.
    const read = steps.filter(({ op }) => op === "EXTCODEHASH").map(({ stack }) => BigInt(stack?.at(-1) ?? 0));
    assert.deepEqual(read, [BigInt(deployed.account)]);
  });

  it("gives its deposit to the owner it was told of, and to nobody else", async () => {
    const { sponsor } = await load();
    const owner = wallets.merchant.account.address;
    assert.equal((await sponsor.read.owner()).toLowerCase(), owner);
    for (const stranger of [wallets.deployer, wallets.relayer]) {
      const asStranger = await viem.getContractAt("GasSponsor", sponsor.address, { client: { wallet: stranger } });
      await assert.rejects(asStranger.write.withdrawTo([stranger.account.address, 1n]), /OwnableUnauthorizedAccount/);
    }
    const asOwner = await viem.getContractAt("GasSponsor", sponsor.address, { client: { wallet: wallets.merchant } });
    const to = "0x00000000000000000000000000000000000000AA";
    await asOwner.write.withdrawTo([to, parseEther("1")]);
    assert.equal(await chain.getBalance({ address: to }), parseEther("1"));
  });
});
