import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex, zeroAddress } from "viem";
import {
  consentTypedData,
  type Mandate,
  mandatesAbi,
  mandateTypedData,
  mandateUnits,
  type PaymentTerms,
  paymentRouterAbi,
  standingAddressOf,
  standingDepositsAbi,
} from "../../src/protocol/index.ts";
import { mandates } from "../protocol/mandates.ts";
import { payments } from "../protocol/payments.ts";
import { splits, standings } from "../protocol/standings.ts";
import { chain, chainId, connection, networkHelpers, paymentOf, viem, wallets } from "./fixture.ts";

/** Random rounds of calls; each round makes a dozen. */
const rounds = Number(process.env.OPTIMIZER_ROUNDS ?? 3);

const root = fileURLToPath(new URL("../../", import.meta.url));
const names = ["PaymentRouter", "StandingDeposits", "Mandates"] as const;
type Name = (typeof names)[number];
const abis = { PaymentRouter: paymentRouterAbi, StandingDeposits: standingDepositsAbi, Mandates: mandatesAbi };

/** The init code of our contracts, by the pinned compiler, with its optimizer on as deployed or off. */
function compile(optimized: boolean): Record<Name, Hex> {
  const solc = createRequire(import.meta.url)("solc");
  const read = (path: string) => {
    for (const directory of ["", "node_modules/"]) {
      try {
        return { contents: readFileSync(`${root}${directory}${path}`, "utf8") };
      } catch {}
    }
    return { error: `${path} is not there` };
  };
  const paths = names.map((name) => `contracts/${name}.sol`);
  const input = {
    language: "Solidity",
    sources: Object.fromEntries(paths.map((path) => [path, { content: read(path).contents }])),
    settings: {
      evmVersion: "cancun",
      viaIR: true,
      optimizer: optimized ? { enabled: true, runs: 1_000_000 } : { enabled: false },
      metadata: { bytecodeHash: "none" },
      outputSelection: { "*": { "*": ["evm.bytecode.object"] } },
    },
  };
  const { contracts, errors } = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
  const wrong = (errors ?? []).filter(({ severity }: { severity: string }) => severity === "error");
  assert.deepEqual(wrong, []);
  const code = (name: Name): Hex => `0x${contracts[`contracts/${name}.sol`][name].evm.bytecode.object}`;
  return {
    PaymentRouter: code("PaymentRouter"),
    StandingDeposits: code("StandingDeposits"),
    Mandates: code("Mandates"),
  };
}

type Round = {
  payment: PaymentTerms;
  drawn: Mandate;
  standing: { ref: Hex; chainId: bigint; parts: Mandate["parts"] };
  parts: Mandate["parts"];
  amounts: readonly bigint[];
  seed: number;
};

/** Deploys the three at the addresses that are next, makes the same calls from `time` on, and writes down every answer, event and balance. */
async function outcome(codes: Record<Name, Hex>, round: Round, time: bigint): Promise<unknown[]> {
  const snapshot = await networkHelpers.takeSnapshot();
  await networkHelpers.time.increaseTo(time);
  const log: unknown[] = [];
  const fee = wallets.feeRecipient.account.address;
  const permit2: Address = "0x000000000022D473030F116dDEE9F6B43aC78BA3";
  const args = { PaymentRouter: [100n, fee, permit2], StandingDeposits: [100n, fee], Mandates: [100n, fee, permit2] };
  const at = {} as Record<Name, Address>;
  for (const name of names) {
    const data = encodeDeployData({ abi: abis[name] as unknown as Abi, bytecode: codes[name], args: args[name] });
    const hash = await wallets.deployer.sendTransaction({ data, gas: 16_000_000n });
    at[name] = (await chain.waitForTransactionReceipt({ hash })).contractAddress as Address;
  }
  const token = await viem.deployContract("ScriptedToken");
  const payer = wallets.payer.account.address;
  const call = async (name: Name, functionName: string, parameters: readonly unknown[]) => {
    const data = encodeFunctionData({ abi: abis[name] as unknown as Abi, functionName, args: parameters });
    const request = { to: at[name], data, from: payer, gas: "0x4c4b40" };
    const answered: unknown = await connection.provider
      .request({ method: "eth_call", params: [request, "latest"] })
      .catch((error: { data?: unknown; message: string }) => ({ reverted: error.data ?? error.message }));
    if (typeof answered !== "string") return log.push({ name, functionName, answered });
    const hash = await wallets.payer.sendTransaction({ to: at[name], data, gas: 5_000_000n });
    const { status, logs } = await chain.waitForTransactionReceipt({ hash });
    const events = logs.map(({ address, topics, data: body }) => ({ address, topics, body }));
    log.push({ name, functionName, answered, status, events });
  };
  const { payment, drawn, standing, parts, amounts, seed } = round;
  for (const name of names) await token.write.mint([at[name], 5n]);
  await token.write.mint([payer, 10n ** 40n]);
  const asPayer = await viem.getContractAt("ScriptedToken", token.address, { client: { wallet: wallets.payer } });
  for (const name of names) await asPayer.write.approve([at[name], 10n ** 40n]);

  for (const functionName of ["paymentIdOf", "depositAddressOf", "amountsOf", "pay", "payFromDeposit"]) {
    await call("PaymentRouter", functionName, [payment]);
  }
  const live = {
    ...(await paymentOf(token.address, amounts)),
    deadline: BigInt(seed % 2) * 10n ** 12n || 1_900_000_000n,
  };
  const due = { ...live, deadline: time + 1_000n + BigInt(seed % 1_000) };
  for (const one of [live, due, due]) await call("PaymentRouter", "pay", [one]);
  const signed = { ...due, uuid: `0x${"7".repeat(64)}` as const };
  const consent = await wallets.payer.signTypedData(consentTypedData(signed, payer, at.PaymentRouter));
  await call("PaymentRouter", "payWithSignature", [signed, payer, consent]);
  await call("PaymentRouter", "reclaim", [payment, token.address]);

  for (const functionName of ["standingIdOf", "addressOf"]) await call("StandingDeposits", functionName, [standing]);
  const terms = { ref: standing.ref, chainId: 0n, parts };
  const deposit = standingAddressOf(terms, at.StandingDeposits);
  await token.write.mint([deposit, 10_000n + (amounts[0] ?? 0n)]);
  await token.write.treat([parts[0]?.recipient ?? zeroAddress, seed % 4]);
  await call("StandingDeposits", "sweep", [terms, token.address]);
  await call("StandingDeposits", "sweep", [standing, token.address]);
  await call("StandingDeposits", "collect", [parts[0]?.recipient ?? zeroAddress, token.address]);

  await call("Mandates", "mandateIdOf", [drawn]);
  await call("Mandates", "stateOf", [drawn]);
  await call("Mandates", "dueAt", [drawn, BigInt(seed % (drawn.periods + 2))]);
  const mandate: Mandate = {
    ...drawn,
    payer,
    token: token.address,
    maxAmount: 1n + (amounts[0] ?? 0n),
    start: time,
    unit: mandateUnits.months,
    every: 1,
    window: 86_400,
    periods: 12,
    collector: zeroAddress,
    epoch: 0n,
    parts,
  };
  await token.write.treat([parts[0]?.recipient ?? zeroAddress, 0]);
  const signature = await wallets.payer.signTypedData(mandateTypedData(mandate, chainId, at.Mandates));
  for (const period of [0n, 0n, 1n]) {
    await call("Mandates", "charge", [mandate, period, mandate.maxAmount, signature, "0x"]);
  }
  await call("Mandates", "cancelAll", []);
  await call("Mandates", "stateOf", [mandate]);

  const accounts = [payer, fee, deposit, ...Object.values(at), ...parts.map(({ recipient }) => recipient)];
  log.push(await Promise.all(accounts.map((account) => token.read.balanceOf([account]))));
  await snapshot.restore();
  return log;
}

describe("The optimizer", () => {
  it("changes nothing but gas: the same random calls, with it and without it", async function () {
    this.timeout(900_000);
    const [on, off] = [compile(true), compile(false)];
    for (const name of names) assert.notEqual(on[name], off[name]);
    let succeeded = 0;
    const round = fc.record({
      payment: payments,
      drawn: mandates,
      standing: standings,
      parts: splits,
      amounts: fc.array(fc.bigInt({ min: 0n, max: 2n ** 100n }), { minLength: 1, maxLength: 6 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(round, async (drawn) => {
        // Both see the same times, however long each takes.
        const time = BigInt(await networkHelpers.time.latest()) + 60n;
        const [optimized, plain] = [await outcome(on, drawn, time), await outcome(off, drawn, time)];
        assert.deepEqual(plain, optimized);
        succeeded += optimized.filter((entry) => (entry as { events?: unknown[] }).events?.length).length;
      }),
      // A round is too slow to be shrunk.
      { numRuns: rounds, endOnFailure: true },
    );
    assert.ok(succeeded > rounds, `only ${succeeded} calls did anything`);
  });
});
