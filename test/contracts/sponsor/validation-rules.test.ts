import assert from "node:assert/strict";
import { type Address, getAddress, type Hex, parseAbi, parseEther, toEventSelector } from "viem";
import { entryPoint08Abi } from "viem/account-abstraction";
import { privateKeyToAccount } from "viem/accounts";
import { canonicalContracts } from "../../../src/protocol/index.ts";
import { deployCanonical } from "../canonical.ts";
import { chain, loadFresh, viem, wallets } from "../fixture.ts";
import { accountOf, inclusionOf, type OperationKind, signOperation } from "../sponsored-operation.ts";

const signerKey: Hex = `0x${"11".repeat(32)}`;
const owner = privateKeyToAccount(`0x${"22".repeat(32)}`);
const entryPoint = { address: canonicalContracts.entryPoint.address, version: "0.8" } as const;

/** Every contract at its published address, and a sponsor with a deposit. */
async function deploySponsor() {
  const local = await deployCanonical();
  const signer = privateKeyToAccount(signerKey).address;
  const admin = wallets.merchant.account.address;
  const sponsor = await viem.deployContract("GasSponsor", [entryPoint.address, signer, admin]);
  await wallets.deployer.writeContract({
    address: entryPoint.address,
    abi: entryPoint08Abi,
    functionName: "depositTo",
    args: [sponsor.address],
    value: parseEther("1"),
  });
  return { local, sponsor };
}

/** Sends an operation that does nothing, as a bundler does; its transaction and its sender. */
async function operate(
  { local, sponsor: { address } }: Awaited<ReturnType<typeof deploySponsor>>,
  kind: OperationKind,
  nonce: bigint,
): Promise<{ hash: Hex; sender: Address }> {
  const account = await accountOf(local, kind, owner);
  const call = { nonce, calls: [{ to: owner.address, value: 0n, data: "0x" }], callGasLimit: 100_000n } as const;
  const signed = await signOperation(account, kind, owner, call, { address, signerKey });
  const hash = await local.sendTransaction(inclusionOf(signed));
  const { status } = await chain.waitForTransactionReceipt({ hash });
  assert.equal(status, "success");
  return { hash, sender: account.address };
}

type Step = { readonly op: string; readonly depth: number; readonly stack: readonly string[] };

/** Whose storage a step works on, and what it does. */
type Access = { readonly op: string; readonly context: Address; readonly target?: Address; readonly next?: string };

const beforeExecution = toEventSelector("BeforeExecution()");

/** Every step of the validation of one operation that is not the EntryPoint's own, nor its helper's that calls the factory. */
async function validationOf(hash: Hex, sender: Address): Promise<Access[]> {
  const { structLogs } = (await chain.request({ method: "debug_traceTransaction", params: [hash, {}] } as never)) as {
    structLogs: readonly Step[];
  };
  const word = ({ stack }: Step, fromTop: number) => BigInt(stack.at(-fromTop) ?? 0);
  const addressAt = (step: Step, fromTop: number) =>
    getAddress(`0x${(word(step, fromTop) & ((1n << 160n) - 1n)).toString(16).padStart(40, "0")}`);
  const contexts: Address[] = [entryPoint.address];
  const accesses: Access[] = [];
  // The EntryPoint calls factories through this helper.
  const helper = await chain.readContract({
    address: entryPoint.address,
    abi: parseAbi(["function senderCreator() view returns (address)"]),
    functionName: "senderCreator",
  });
  for (const [index, step] of structLogs.entries()) {
    contexts.length = step.depth;
    const context = contexts[step.depth - 1] as Address;
    if (step.depth === 1 && step.op === "LOG1" && word(step, 3) === BigInt(beforeExecution)) return accesses;
    const isCall = /^(CALL|STATICCALL|DELEGATECALL|CALLCODE)$/.test(step.op);
    const target = isCall ? addressAt(step, 2) : /^EXTCODE/.test(step.op) ? addressAt(step, 1) : undefined;
    if (structLogs[index + 1]?.depth === step.depth + 1) {
      const inner = step.op.startsWith("CREATE") ? sender : step.op === "DELEGATECALL" ? context : (target as Address);
      contexts.push(inner);
    }
    if (context !== entryPoint.address && context !== helper) {
      const next = structLogs[index + 1]?.op;
      accesses.push({ op: step.op, context, ...(target && { target }), ...(next && { next }) });
    }
  }
  throw new Error("The validation never ended.");
}

/** Opcodes whose answer depends on the block, on balances or on the bundler (OP-011), or that end an account. */
const forbidden =
  /^(ORIGIN|GASPRICE|BLOCKHASH|COINBASE|TIMESTAMP|NUMBER|PREVRANDAO|DIFFICULTY|GASLIMIT|BASEFEE|BLOBHASH|BLOBBASEFEE|SELFBALANCE|BALANCE|SELFDESTRUCT|INVALID|CREATE)$/;

async function assertKeepsRules(hash: Hex, sender: Address, sponsor: Address, deploys: boolean): Promise<void> {
  const accesses = await validationOf(hash, sender);
  const contexts = new Set(accesses.map(({ context }) => context));
  assert.ok(contexts.has(sender), "the account was not asked");
  assert.ok(contexts.has(getAddress(sponsor)), "the sponsor was not asked");
  const broken = accesses.filter(
    ({ op, next }) => forbidden.test(op) || (op === "GAS" && !/CALL$/.test(next ?? "")), // OP-012
  );
  assert.deepEqual(broken, []);
  // OP-031: one CREATE2, by the factory, of the sender.
  const created = accesses.filter(({ op }) => op === "CREATE2").map(({ context }) => context);
  assert.deepEqual(created, deploys ? [canonicalContracts.simpleAccountFactory.address] : []);
  // STO-010: the account's own storage, and nobody else's; the sponsor has no stake.
  const stored = accesses.filter(({ op }) => /^(S|T)(LOAD|STORE)$/.test(op)).map(({ context }) => context);
  assert.deepEqual(
    [...new Set(stored)].filter((context) => context !== sender),
    [],
  );
  // OP-041 and OP-042: only code that is there is read or called: the sender's, and what has code; precompiles count as code (OP-062).
  for (const { target, context } of accesses) {
    if (target === undefined || target === sender || BigInt(target) <= 0x11n) continue;
    assert.notEqual(target, entryPoint.address, `${context} calls the EntryPoint while it validates`);
    assert.ok(await chain.getCode({ address: target }), `${context} looks at ${target}, which has no code`);
  }
  const hashed = accesses.filter(({ op, context }) => op === "EXTCODEHASH" && context === getAddress(sponsor));
  assert.deepEqual(
    hashed.map(({ target }) => target),
    [sender],
  );
}

describe("A sponsored operation keeps ERC-7562's rules through its whole validation", () => {
  for (const kind of ["SimpleAccount", "EIP-7702"] as const) {
    it(`of ${kind}: the first, ${kind === "SimpleAccount" ? "which deploys it" : "which delegates it"}, and a later one`, async () => {
      const deployed = await loadFresh(deploySponsor);
      for (const nonce of [0n, 1n]) {
        const { hash, sender } = await operate(deployed, kind, nonce);
        const deploys = kind === "SimpleAccount" && nonce === 0n;
        await assertKeepsRules(hash, sender, deployed.sponsor.address, deploys);
      }
    });
  }
});
