import { parseArgs } from "node:util";
import { type Address, erc20Abi, parseAbi } from "viem";
import { canonicalContracts, formatDecimal, parseDecimal } from "../src/protocol/index.ts";
import { sandboxAccounts } from "../src/sandbox/accounts.ts";
import { readChains, readPort, runCommand, sandboxHelp, sandboxOptions } from "../src/sandbox/command-line.ts";
import { untilToldToStop, whenAborted } from "../src/sandbox/lifetime.ts";
import { usualPorts } from "../src/sandbox/ports.ts";
import { inOwnFolder } from "../src/sandbox/runs.ts";
import type { SandboxChain } from "../src/sandbox/sandbox.ts";
import { buildContracts } from "./build-contracts.ts";
import { callApi, type Json, payAsNewCustomer, waitForStatus } from "./pay.ts";
import { type Stack, startStack } from "./stack.ts";
import { printTable } from "./table.ts";

const help = `Usage: npm run demo -- [options]

Starts local chains, pays one split payment on each with a sponsored user operation, and checks every balance to the base unit.

${sandboxHelp}
  --api-port N       where the API listens (default: ${usualPorts.api}, or further on where that is taken)
  --json             print the result as JSON on standard output`;

const options = {
  ...sandboxOptions,
  "api-port": { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/** One chain's line of the result. Amounts are decimal strings in whole token units. */
type Result = {
  readonly chain: string;
  readonly chainId: number;
  readonly token: string;
  readonly gross: string;
  readonly net: readonly { readonly recipient: Address; readonly role: string; readonly amount: string }[];
  readonly fee: string;
  readonly gasUsed: string;
  readonly gasPaidBy: string;
  readonly millisecondsToWebhook: number;
  readonly paymentId: string;
  readonly txHash: string;
  /** What is not as it should be; empty when all is right. */
  readonly mistakes: readonly string[];
};

/** The merchant's 180 and, on Base, sellers' 60 and 10. */
const amount = "250.00";
const sellers = [
  { address: sandboxAccounts.sellers[0].address, amount: "60.00" },
  { address: sandboxAccounts.sellers[1].address, amount: "10.00" },
];

/** A payment that is not through by then has failed. */
const patience = 120_000;

async function payOn(stack: Stack, on: SandboxChain, signal: AbortSignal): Promise<Result> {
  const { state, receiver } = stack;
  const token = on.chain.tokens.find(({ enabled }) => enabled);
  if (!token) throw new Error(`There is no token on ${on.chain.name}.`);
  const split = on.chain.network === "base" ? sellers : [];
  const recipients = [
    { role: "merchant", address: sandboxAccounts.merchant.address },
    ...split.map(({ address }, index) => ({ role: `seller ${index + 1}`, address })),
    { role: "fee", address: sandboxAccounts.feeRecipient.address },
  ];
  const balances = () => Promise.all(recipients.map(({ address }) => balanceOf(on, token.address, address)));
  const before = await balances();
  const depositBefore = await sponsorDeposit(on);

  const start = performance.now();
  const payment = await callApi(state, "POST", "/v1/payments", {
    amount,
    currency: "USD",
    title: `Demo on ${on.chain.name}`,
    sellers: split,
    acceptedChains: [on.chain.id],
    acceptedTokens: [token.symbol],
  });
  const { quote, payer, paid } = await payAsNewCustomer(state, on, payment.id, token.symbol);
  report(`${on.chain.name}: paid in ${paid.transactionHash}, waiting until it is final`);
  const webhook = await receiver.wait("payment.completed", payment.id, signal);
  const millisecondsToWebhook = Math.round(performance.now() - start);
  const settled: Json = await waitForStatus(state, payment.id, "SUCCESSFUL", signal);
  report(`${on.chain.name}: SUCCESSFUL, webhook verified`);

  const after = await balances();
  const received = after.map((balance, index) => balance - (before[index] ?? 0n));
  const expected = [payment.merchantNet, ...payment.sellers.map((seller: Json) => seller.amount), payment.pymstrFee];
  const mistakes = recipients.flatMap(({ role }, index) => {
    const due = parseDecimal(expected[index] ?? "0", token.decimals);
    return received[index] === due ? [] : [`${role} got ${received[index]} units, not ${due}`];
  });
  const left = await balanceOf(on, token.address, payer.account.address);
  if (left !== 0n) mistakes.push(`the payer has ${left} units left`);
  const coin = await on.local.getBalance({ address: payer.account.address });
  if (coin !== 0n) mistakes.push(`the payer has ${coin} wei of coin`);
  const spent = depositBefore - (await sponsorDeposit(on));
  if (spent <= 0n) mistakes.push("the sponsor's deposit did not pay the gas");
  if (webhook.data.txHash !== paid.transactionHash) mistakes.push("the webhook names another transaction");
  if (receiver.rejected > 0) mistakes.push(`${receiver.rejected} webhooks had a wrong signature`);

  const units = (value = 0n) => formatDecimal(value, token.decimals);
  return {
    chain: on.chain.name,
    chainId: on.chain.id,
    token: token.symbol,
    gross: quote.amountToken,
    net: recipients
      .slice(0, -1)
      .map(({ role, address }, index) => ({ recipient: address, role, amount: units(received[index]) })),
    fee: units(received.at(-1)),
    gasUsed: paid.gasUsed.toString(),
    gasPaidBy: `sponsor (${formatDecimal(spent, 18)} ${on.chain.nativeCurrency})`,
    millisecondsToWebhook,
    paymentId: payment.id,
    txHash: settled.txHash,
    mistakes,
  };
}

function balanceOf({ local }: SandboxChain, token: Address, account: Address): Promise<bigint> {
  return local.readContract({ address: token, abi: erc20Abi, functionName: "balanceOf", args: [account] });
}

function sponsorDeposit({ local, gasSponsor }: SandboxChain): Promise<bigint> {
  const abi = parseAbi(["function balanceOf(address account) view returns (uint256)"]);
  return local.readContract({
    address: canonicalContracts.entryPoint.address,
    abi,
    functionName: "balanceOf",
    args: [gasSponsor],
  });
}

/** Progress is for people, on standard error; the result is on standard output. */
function report(line: string): void {
  console.error(`  ${line}`);
}

function printJson(results: readonly Result[]): void {
  console.log(JSON.stringify({ ok: results.every(({ mistakes }) => mistakes.length === 0), results }, null, 2));
}

function print(results: readonly Result[]): void {
  printTable(
    ["chain", "token", "gross", "net per recipient", "fee", "gas used", "gas paid by", "POST to webhook"],
    results.map((result) => [
      result.chain,
      result.token,
      trim(result.gross),
      result.net.map(({ role, amount: net }) => `${role} ${trim(net)}`).join(", "),
      trim(result.fee),
      result.gasUsed,
      result.gasPaidBy,
      `${(result.millisecondsToWebhook / 1000).toFixed(1)} s`,
    ]),
  );
  for (const { chain, mistakes } of results)
    for (const mistake of mistakes) console.log(`WRONG on ${chain}: ${mistake}`);
}

/** Two decimals at least: 250.000000 is 250.00. */
function trim(decimal: string): string {
  return decimal.replace(/(\.\d\d\d*?)0+$/, "$1");
}

await runCommand(async () => {
  const { values } = parseArgs({ options });
  if (values.help) {
    console.log(help);
    return;
  }
  const chains = readChains(values.chains);
  const ports = {
    firstPort: readPort("--first-port", values["first-port"]),
    apiPort: readPort("--api-port", values["api-port"]),
  };
  const stopping = untilToldToStop();
  await inOwnFolder({ name: values.sandbox, usualName: "demo" }, async ({ directory }) => {
    console.error("Starting local chains, bundlers and the API …");
    await buildContracts({ signal: stopping });
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(patience)]);
    await using stack = await startStack({ chains, ...ports, directory, report, signal });
    console.error(`Paying ${amount} USD on each chain …`);
    const aborted = whenAborted(signal).then(() => Promise.reject(signal.reason));
    const died = stack.sandbox.failure.then((reason) => Promise.reject(new Error(reason)));
    const payments = Promise.all([...stack.sandbox.chains.values()].map((on) => payOn(stack, on, signal)));
    const results = await Promise.race([payments, aborted, died]);
    if (values.json) printJson(results);
    else print(results);
    if (results.some(({ mistakes }) => mistakes.length > 0)) process.exitCode = 1;
    else console.error("Every balance is right to the base unit.");
  });
}, help);
