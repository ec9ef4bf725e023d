import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Address,
  concat,
  createClient,
  custom,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  type Hex,
  numberToHex,
  pad,
  parseAbi,
  parseAbiParameters,
  size,
  slice,
  toFunctionSelector,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { base as viemBase } from "viem/chains";
import { type Call, type EntryPointVersion, walletContracts } from "../../../src/protocol/index.ts";
import { accountKinds, decodeCalls } from "../../../src/user-operations/account-kinds/index.ts";
import { OperationRefusedError } from "../../../src/user-operations/errors.ts";
import { coinbaseAccount, outsideAccounts } from "./accounts.ts";

const kinds = Object.values(accountKinds);
const owner = privateKeyToAccount(`0x${"42".repeat(32)}`);
const thief: Address = "0x6666666666666666666666666666666666666666";
const token: Address = "0x1111111111111111111111111111111111111111";
const router: Address = "0x2222222222222222222222222222222222222222";
const calls: Call[] = [
  { to: token, value: 0n, data: "0x095ea7b3" },
  { to: router, value: 7n, data: `0x${"ab".repeat(333)}` },
];

const proxyCreationCode = toFunctionSelector("function proxyCreationCode()");

/** Of a chain that answers by what the accounts' addresses are computed, and nothing else. */
const client = createClient({
  chain: viemBase,
  transport: custom({
    async request({ method, params }) {
      if (method === "eth_chainId") return numberToHex(viemBase.id);
      if (method === "eth_call" && params[0].data === proxyCreationCode) {
        return encodeAbiParameters([{ type: "bytes" }], ["0x5f"]);
      }
      if (method === "eth_call") return pad(owner.address, { size: 32 });
      throw new Error(`${method} was not expected`);
    },
  }),
});

const decode = (entryPoint: EntryPointVersion, callData: Hex) => decodeCalls(kinds, { entryPoint, callData });
const lower = (some: readonly Call[]) => some.map((call) => ({ ...call, to: call.to.toLowerCase() }));

const makers = { ...outsideAccounts, "coinbase-smart-wallet": coinbaseAccount };
for (const [name, make] of Object.entries(makers)) {
  test(`decodeCalls: what an outside library encodes for ${name} is read back, one call and two`, async () => {
    const account = await make(client, owner);
    const { entryPoint } = accountKinds[name as keyof typeof makers];
    assert.equal(account.entryPoint.version, entryPoint);
    // v0.6's batch carries no value.
    const batch = name === "simple-account-0.6" ? calls.map((call) => ({ ...call, value: 0n })) : calls;
    for (const some of [batch, calls.slice(1)]) {
      const callData = await account.encodeCalls(some);
      assert.deepEqual(lower(decode(entryPoint, callData)), lower(some));
      assert.deepEqual(lower(accountKinds[name as keyof typeof makers].decode(callData) ?? []), lower(some));
    }
  });
}

test("decodeCalls: a function of a kind at another EntryPoint, or of none, is refused by its selector", async () => {
  const account = await outsideAccounts["metamask-account"](client, owner);
  const callData = await account.encodeCalls(calls);
  for (const other of ["0.6", "0.8"] as const) {
    assert.throws(() => decode(other, callData), /function 0xe9ae5c53 is of no account .* EntryPoint v0\.[68] \(/);
  }
  assert.throws(() => decode("0.7", "0xdeadbeef"), /function 0xdeadbeef/);
  assert.throws(() => decode("0.7", "0x"), OperationRefusedError);
  assert.throws(
    () => decodeCalls([accountKinds["simple-account"]], { entryPoint: "0.7", callData }),
    /at EntryPoint v0\.7 \(none\)/,
  );
});

test("decodeCalls: call data of a known function that cannot be read is refused", () => {
  for (const selector of ["0xe9ae5c53", "0x541d63c8", "0xb61d27f6"] as const) {
    const entryPoint = selector === "0xb61d27f6" ? "0.6" : "0.7";
    assert.throws(() => decode(entryPoint, concat([selector, "0x00"])), OperationRefusedError);
  }
});

const delegatorAbi = parseAbi(["function execute(bytes32 mode, bytes executionCalldata)"]);
const executing = (mode: Hex, data: Hex) => encodeFunctionData({ abi: delegatorAbi, args: [mode, data] });
const packed = encodePacked(["address", "uint256", "bytes"], [router, 7n, "0xabcd"]);

test("metaMaskAccount: a packed single call is read, also one without call data", () => {
  const single = (data: Hex) => decode("0.7", executing(`0x${"00".repeat(32)}`, data));
  assert.deepEqual(lower(single(packed)), [{ to: router, value: 7n, data: "0xabcd" }]);
  assert.deepEqual(lower(single(slice(packed, 0, 52))), [{ to: router, value: 7n, data: "0x" }]);
  assert.throws(() => single(slice(packed, 0, 51)), /A single call of 51 bytes/);
});

test("metaMaskAccount: every mode but a call and a batch in the default execution is refused by its name", () => {
  const executions = encodeAbiParameters(
    parseAbiParameters([
      "Execution[] executions",
      "struct Execution { address target; uint256 value; bytes callData; }",
    ]),
    [[{ target: router, value: 7n, callData: "0xabcd" }]],
  );
  const modes: readonly (readonly [Hex, RegExp])[] = [
    [`0x0001${"00".repeat(30)}`, /a call in the try execution/],
    [`0x0101${"00".repeat(30)}`, /a batch in the try execution/],
    [`0xff00${"00".repeat(30)}`, /a delegate call in the default execution/],
    [`0xfe00${"00".repeat(30)}`, /a static call/],
    [`0x0100${"00".repeat(29)}01`, /nobody's that we know/],
    [`0x0200${"00".repeat(30)}`, /nobody's that we know/],
    [`0x0002${"00".repeat(30)}`, /nobody's that we know/],
  ];
  for (const [mode, name] of modes) {
    const data = mode.startsWith("0x01") ? executions : packed;
    assert.throws(() => decode("0.7", executing(mode, data)), { name: "OperationRefusedError", message: name });
  }
});

const moduleAbi = parseAbi(["function executeUserOp(address to, uint256 value, bytes data, uint8 operation)"]);
const multiSendAbi = parseAbi(["function multiSend(bytes transactions)"]);
const { multiSend, multiSendCallOnly } = walletContracts.safe;

const bySafe = (to: Address, data: Hex, operation = 1, value = 0n) =>
  decode("0.7", encodeFunctionData({ abi: moduleAbi, args: [to, value, data, operation] }));
const within = (operation: number, { to, value, data }: Call): Hex =>
  encodePacked(["uint8", "address", "uint256", "uint256", "bytes"], [operation, to, value, BigInt(size(data)), data]);
const sending = (...parts: readonly Hex[]) =>
  encodeFunctionData({ abi: multiSendAbi, args: [parts.length ? concat(parts) : "0x"] });

test("safeAccount: the calls of either MultiSend are read one by one", () => {
  for (const library of [multiSend, multiSendCallOnly]) {
    assert.deepEqual(bySafe(library, sending(...calls.map((call) => within(0, call)))), calls);
    assert.deepEqual(bySafe(library, sending()), []);
  }
});

test("safeAccount: code that would run as the Safe's own is refused by the address of it", () => {
  assert.throws(() => bySafe(thief, "0x"), new RegExp(`delegate call of ${thief} is not sponsored`));
  const nested = sending(within(0, calls[0] as Call), within(1, { to: thief, value: 0n, data: "0x" }));
  assert.throws(() => bySafe(multiSend, nested), new RegExp(`Within MultiSend, the delegate call of ${thief}`));
  const twice = sending(within(1, { to: multiSend, value: 0n, data: sending(within(0, calls[1] as Call)) }));
  assert.throws(() => bySafe(multiSend, twice), /Within MultiSend, the delegate call/i);
  assert.throws(() => bySafe(multiSend, sending(within(0, calls[0] as Call)), 2), /no operation 2/);
  assert.throws(() => bySafe(multiSend, sending(), 1, 1n), /carries no native token/);
  assert.throws(() => bySafe(multiSend, "0x12345678"), /by multiSend alone/);
});

test("safeAccount: calls that end before their length are refused, wherever they are cut", () => {
  const whole = within(0, calls[1] as Call);
  for (const length of [1, 20, 53, 84, 85, size(whole) - 1]) {
    assert.throws(() => bySafe(multiSend, sending(slice(whole, 0, length))), /end before their length/);
  }
  const huge = encodePacked(["uint8", "address", "uint256", "uint256"], [0, router, 0n, 2n ** 256n - 1n]);
  assert.throws(() => bySafe(multiSend, sending(huge)), /end before their length/);
});

test("coinbaseSmartWallet: the function that is valid on every chain is refused by its name", () => {
  const abi = parseAbi(["function executeWithoutChainIdValidation(bytes[] calls)"]);
  const callData = encodeFunctionData({ abi, args: [["0x12345678"]] });
  assert.throws(() => decode("0.6", callData), /executeWithoutChainIdValidation is not sponsored/);
});

test("simpleAccount: a batch whose lists differ in length is refused", () => {
  const values = parseAbi(["function executeBatch(address[] targets, uint256[] values, bytes[] datas)"]);
  const batch = (args: readonly unknown[]) => encodeFunctionData({ abi: values, args } as never);
  assert.deepEqual(decode("0.7", batch([[router], [], ["0x"]])), [{ to: router, value: 0n, data: "0x" }]);
  for (const args of [
    [[router], [1n, 2n], ["0x"]],
    [[router, router], [], ["0x"]],
  ]) {
    assert.throws(() => decode("0.7", batch(args)), /not of one length/);
  }
  const abi = parseAbi(["function executeBatch(address[] targets, bytes[] datas)"]);
  const uneven = encodeFunctionData({ abi, args: [[router, router], ["0x"]] });
  assert.throws(() => decode("0.6", uneven), /not of one length/);
});
