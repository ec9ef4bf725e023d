import assert from "node:assert/strict";
import {
  type Address,
  concat,
  encodeFunctionData,
  keccak256,
  numberToHex,
  parseEther,
  parseEventLogs,
  zeroAddress,
  zeroHash,
} from "viem";
import { entryPoint06Abi } from "viem/account-abstraction";
import { entryPoints } from "../../../src/protocol/index.ts";
import type { Operation } from "../../../src/user-operations/operation/parse-operation.ts";
import { chain, chainId, networkHelpers, viem, wallets } from "../fixture.ts";
import {
  abiOf,
  contractOf,
  earlierVersions,
  executing,
  factoryOf,
  load,
  operationOf,
  run,
  sponsored,
  structOf,
} from "./earlier-fixture.ts";

type Trace = { readonly structLogs: readonly { readonly op: string; readonly stack?: readonly string[] }[] };

/** What ERC-7562 forbids in validation (OP-011 and the like), beside what reads other accounts. */
const forbidden =
  /^(ORIGIN|GASPRICE|BLOCKHASH|COINBASE|TIMESTAMP|NUMBER|PREVRANDAO|DIFFICULTY|GASLIMIT|BASEFEE|BLOBHASH|BLOBBASEFEE|SELFBALANCE|BALANCE|GAS|CREATE2?|SELFDESTRUCT|INVALID|TLOAD|TSTORE|SLOAD|SSTORE|EXTCODESIZE|EXTCODECOPY)$/;

for (const version of earlierVersions) {
  const contract = contractOf[version];

  describe(contract, () => {
    it("pays the gas of an operation that its signer agreed to, from its deposit, without a stake", async () => {
      const sponsors = await load();
      const sponsor = sponsors[version];
      const operation = await sponsored(await operationOf(sponsors, version));
      const before = await sponsor.read.getDeposit();
      const receipt = await chain.waitForTransactionReceipt({ hash: await run(operation) });
      // The event is the same in all versions.
      const [event] = parseEventLogs({ abi: entryPoint06Abi, logs: receipt.logs, eventName: "UserOperationEvent" });
      assert.equal(event?.args.success, true);
      assert.equal(event?.args.paymaster.toLowerCase(), sponsor.address);
      assert.equal(before - (await sponsor.read.getDeposit()), event?.args.actualGasCost);
      assert.equal(
        keccak256((await chain.getCode({ address: operation.sender })) ?? "0x"),
        factoryOf[version].accountCodeHash,
      );
      const info = (await chain.readContract({
        address: entryPoints[version],
        abi: abiOf[version],
        functionName: "getDepositInfo",
        args: [sponsor.address],
      } as never)) as { staked: boolean };
      assert.equal(info.staked, false);
    });

    const changes: { title: string; change: Partial<Operation> }[] = [
      { title: "other call data", change: { callData: executing(1n) } },
      { title: "a higher call gas limit", change: { callGasLimit: 100_001n } },
      { title: "a higher verification gas limit", change: { verificationGasLimit: 500_001n } },
      { title: "a higher pre-verification gas", change: { preVerificationGas: 50_001n } },
      { title: "a higher fee", change: { maxFeePerGas: 2_000_000_001n } },
      { title: "a higher priority fee", change: { maxPriorityFeePerGas: 1_000_000_001n } },
      { title: "another nonce", change: { nonce: 1n << 64n } },
      ...(version === "0.7"
        ? [
            { title: "a higher limit for the paymaster", change: { paymasterVerificationGasLimit: 60_001n } },
            { title: "a higher limit behind it", change: { paymasterPostOpGasLimit: 2n } },
          ]
        : []),
    ];
    for (const { title, change } of changes) {
      it(`does not pay when the operation has ${title} than was agreed to`, async () => {
        const changed = { ...(await sponsored(await operationOf(await load(), version))), ...change };
        await assert.rejects(run(changed), /AA34 signature error/);
      });
    }

    it("does not pay by another's signature, for another code, nor by what was signed for another sponsor or chain", async () => {
      const sponsors = await load();
      const operation = await operationOf(sponsors, version);
      for (const agreed of [
        { key: `0x${"33".repeat(32)}` },
        { codeHash: keccak256("0x") },
        { codeHash: zeroHash },
        { codeHash: keccak256(concat(["0xef0100", factoryOf[version].address])) },
        { sponsor: factoryOf[version].address },
        { chainId: Number(chainId) + 1 },
      ] as const) {
        await assert.rejects(run(await sponsored(operation, agreed)), /AA34 signature error/);
      }
      const garbage = concat([numberToHex(0, { size: 12 }), `0x${"ff".repeat(65)}`]);
      await assert.rejects(run({ ...operation, paymasterData: garbage }), /AA34 signature error/);
    });

    it("does not pay after the agreement has run out", async () => {
      const sponsors = await load();
      const now = Number(await networkHelpers.time.latest());
      const operation = await sponsored(await operationOf(sponsors, version), { until: new Date((now + 60) * 1_000) });
      await networkHelpers.time.setNextBlockTimestamp(now + 61);
      await assert.rejects(run(operation), /AA32 paymaster expired or not due/);
    });

    it("answers the times of its data in the words of ERC-4337, and names the length of data that it cannot read", async () => {
      const sponsors = await load();
      const { address, abi } = sponsors[version];
      const operation = await operationOf(sponsors, version);
      const asked = (paymasterData: `0x${string}`) => ({
        account: entryPoints[version],
        address: address as Address,
        abi,
        functionName: "validatePaymasterUserOp" as const,
        args: [structOf({ ...operation, paymasterData }), zeroHash, 0n],
      });
      const [until, after] = [0x0123456789abn, 0x0abcn];
      const times = concat([numberToHex(until, { size: 6 }), numberToHex(after, { size: 6 }), `0x${"00".repeat(65)}`]);
      const { result } = await chain.simulateContract(asked(times) as never);
      assert.deepEqual(result, ["0x", 1n | (until << 160n) | (after << 208n)]);
      for (const size of [0, 76, 78]) {
        const long = asked(size === 0 ? "0x" : numberToHex(0, { size }));
        const failing = chain.simulateContract(long as never);
        await assert.rejects(failing, new RegExp(`InvalidPaymasterData\\(uint256 length\\)\\s+\\(${size}\\)`));
      }
      await assert.rejects(
        chain.simulateContract({ ...asked(times), account: wallets.relayer.account } as never),
        /Sender not EntryPoint/,
      );
    });

    it("reads no storage while it validates, and of other accounts the code hash of the sender alone", async () => {
      const sponsors = await load();
      const sponsor = sponsors[version];
      const operation = await sponsored(await operationOf(sponsors, version));
      const args = [structOf(operation), zeroHash, 0n];
      const data = encodeFunctionData({ abi: sponsor.abi, functionName: "validatePaymasterUserOp", args } as never);
      const params = [{ from: entryPoints[version], to: sponsor.address, data }, "latest", {}];
      const { structLogs: steps } = (await chain.request({ method: "debug_traceCall", params } as never)) as Trace;
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
      const read = steps.filter(({ op }) => op === "EXTCODEHASH").map(({ stack }) => BigInt(stack?.at(-1) ?? 0));
      assert.deepEqual(read, [BigInt(operation.sender)]);
    });

    it("is not deployed without a signer or an owner", async () => {
      const sponsor = (await load())[version];
      const { address } = wallets.merchant.account;
      const deploy = (signer: Address, owner: Address) =>
        viem.deployContract(contract as "GasSponsorV07", [entryPoints[version], signer, owner]);
      await viem.assertions.revertWithCustomError(deploy(zeroAddress, address), sponsor, "InvalidSigner");
      await viem.assertions.revertWithCustomError(deploy(address, zeroAddress), sponsor, "OwnerRequired");
    });

    it("gives its deposit to its owner alone, who is replaced in two steps and cannot leave", async () => {
      const sponsor = (await load())[version];
      const { merchant, relayer, deployer } = wallets;
      assert.equal((await sponsor.read.owner()).toLowerCase(), merchant.account.address);
      const as = (wallet: typeof merchant) =>
        viem.getContractAt(contract as "GasSponsorV07", sponsor.address, { client: { wallet } });
      for (const stranger of [deployer, relayer]) {
        const asStranger = await as(stranger);
        await assert.rejects(asStranger.write.withdrawTo([stranger.account.address, 1n]), /OwnableUnauthorizedAccount/);
        await assert.rejects(
          asStranger.write.transferOwnership([stranger.account.address]),
          /OwnableUnauthorizedAccount/,
        );
      }
      const asOwner = await as(merchant);
      await assert.rejects(asOwner.read.renounceOwnership(), /OwnerRequired/);
      await asOwner.write.transferOwnership([relayer.account.address]);
      assert.equal((await sponsor.read.owner()).toLowerCase(), merchant.account.address);
      const to = "0x00000000000000000000000000000000000000bb";
      await asOwner.write.withdrawTo([to, parseEther("1")]);
      assert.equal(await chain.getBalance({ address: to }), parseEther("1"));
      await (await as(relayer)).write.acceptOwnership();
      assert.equal((await sponsor.read.owner()).toLowerCase(), relayer.account.address);
      await assert.rejects(asOwner.write.withdrawTo([to, 1n]), /OwnableUnauthorizedAccount/);
    });
  });
}
