import assert from "node:assert/strict";
import { test } from "node:test";
import { getAddress } from "viem";
import {
  ConfigurationError,
  contractsOn,
  type Role,
  readConfiguration,
  reservedAddresses,
} from "../../src/configuration/index.ts";

const complete = {
  ROUTER_ADDRESS: "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7",
  GAS_SPONSOR_ADDRESS: "0xF8558Da1574C17F48d4E4a494BE923f7D9aDc53f",
  GAS_SPONSOR_SIGNER_KEY: `0x${"11".repeat(32)}`,
  BASE_RPC_URL: "http://127.0.0.1:1, http://127.0.0.1:2",
  BASE_BUNDLER_URL: "http://127.0.0.1:3",
  BASE_START_BLOCK: "123",
};

const testnet = { BASE_SEPOLIA_RPC_URL: "http://127.0.0.1:4", BASE_SEPOLIA_BUNDLER_URL: "http://127.0.0.1:5" };

test("a complete environment is read, with defaults for the rest", () => {
  const configuration = readConfiguration(complete, "all");
  assert.deepEqual(configuration.database, { directory: ".data/database" });
  assert.equal(configuration.publicUrl, "http://127.0.0.1:8080");
  assert.deepEqual(configuration.limits, { perMinute: 100, perHour: 1_000, perDay: 10_000 });
  const [base, ...others] = configuration.chains;
  assert.deepEqual(others, []);
  assert.equal(base?.chain.id, 8453);
  assert.deepEqual(base?.rpcUrls, ["http://127.0.0.1:1", "http://127.0.0.1:2"]);
  assert.equal(base?.startBlock, 123n);
});

test("routers that were replaced are read for each chain, with their checksums", () => {
  const previous = (text: string) =>
    readConfiguration({ ...complete, BASE_PREVIOUS_ROUTERS: text }, "all").chains[0]?.previousRouters;
  assert.equal(readConfiguration(complete, "all").chains[0]?.previousRouters, undefined);
  assert.deepEqual(previous("0xf8558da1574c17f48d4e4a494be923f7d9adc53f, 0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7"), [
    "0xF8558Da1574C17F48d4E4a494BE923f7D9aDc53f",
    "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7",
  ]);
  assert.throws(
    () => previous("0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b8"),
    /BASE_PREVIOUS_ROUTERS: expected addresses/,
  );
});

test("readConfiguration: sponsors of earlier EntryPoints serve each chain whose operator names none or those", () => {
  const v07 = getAddress("0x00000000000000000000000000000000000000a7");
  const v06 = getAddress("0x00000000000000000000000000000000000000a6");
  const served = (changes: NodeJS.ProcessEnv) => {
    const configuration = readConfiguration({ ...complete, ...changes }, "all");
    const [on] = configuration.chains;
    assert.ok(on);
    return contractsOn(configuration, on).earlierSponsors;
  };
  assert.deepEqual(served({}), {});
  const both = { GAS_SPONSOR_V07_ADDRESS: v07, GAS_SPONSOR_V06_ADDRESS: v06 };
  assert.deepEqual(served(both), { "0.7": v07, "0.6": v06 });
  assert.deepEqual(served({ ...both, BASE_ENTRY_POINTS: "0.8" }), {});
  assert.deepEqual(served({ ...both, BASE_ENTRY_POINTS: "0.7, 0.8" }), { "0.7": v07 });
  assert.deepEqual(served({ GAS_SPONSOR_V06_ADDRESS: v06, BASE_ENTRY_POINTS: "0.8,0.7" }), {});
  for (const wrong of ["0.7", "0.8,0.9", "", "v0.8"]) {
    assert.throws(() => served({ ...both, BASE_ENTRY_POINTS: wrong }), /BASE_ENTRY_POINTS: expected versions/);
  }
});

test("a worker's port is its own, and never in the addresses that payers are given", () => {
  const read = (role: Role, changes: NodeJS.ProcessEnv = {}) => {
    const { port, publicUrl } = readConfiguration({ ...complete, ...changes }, role);
    return [port, publicUrl];
  };
  assert.deepEqual(read("api"), [8080, "http://127.0.0.1:8080"]);
  assert.deepEqual(read("worker"), [8081, "http://127.0.0.1:8080"]);
  assert.deepEqual(read("api", { PORT: "9000" }), [9000, "http://127.0.0.1:9000"]);
  assert.deepEqual(read("worker", { PORT: "9001" }), [9001, "http://127.0.0.1:8080"]);
  const publicUrl = "https://pay.example";
  assert.deepEqual(read("worker", { PORT: "0", PUBLIC_URL: publicUrl }), [0, publicUrl]);
});

test("the operator says which of a chain's tokens are offered", () => {
  const offered = (changes: NodeJS.ProcessEnv) =>
    readConfiguration({ ...complete, ...changes }, "all").chains.map(({ chain }) =>
      chain.tokens.filter(({ enabled }) => enabled).map(({ symbol }) => symbol),
    );
  assert.deepEqual(offered({}), [["USDC"]]);
  assert.deepEqual(offered({ BASE_TOKENS: "EURC, USDC" }), [["USDC", "EURC"]]);
});

test("a testnet's variables carry its name in capitals", () => {
  const { BASE_RPC_URL: _, ...withoutChain } = complete;
  assert.deepEqual(
    readConfiguration({ ...withoutChain, ...testnet }, "api").chains.map(({ chain }) => chain.network),
    ["baseSepolia"],
  );
});

test("readConfiguration: one server serves real chains for live payments and testnets for test ones", () => {
  const { chains } = readConfiguration({ ...complete, ...testnet }, "all");
  assert.deepEqual(
    chains.map(({ chain, mode }) => [chain.network, mode]),
    [
      ["base", "live"],
      ["baseSepolia", "test"],
    ],
  );
});

test("how often a chain is looked at is its block time within bounds, or what the operator says", () => {
  const interval = (changes: NodeJS.ProcessEnv) =>
    readConfiguration({ ...complete, ...changes }, "all").chains.map(({ pollInterval }) => pollInterval);
  assert.deepEqual(interval({}), [200]);
  assert.deepEqual(interval({ BASE_POLL_INTERVAL: "50" }), [50]);
});

test("readConfiguration: what payers may ask of a chain is 100 requests a second, or what the operator says", () => {
  const requests = (changes: NodeJS.ProcessEnv) =>
    readConfiguration({ ...complete, ...changes }, "all").chains.map(({ payerRequests }) => payerRequests);
  assert.deepEqual(requests({}), [100]);
  assert.deepEqual(requests({ BASE_PAYER_REQUESTS: "2000" }), [2_000]);
});

test("a chain's finality is the table's unless the operator has another", () => {
  const { chains } = readConfiguration({ ...complete, BASE_FINALITY: "1000: safe, finalized" }, "all");
  assert.deepEqual(chains[0]?.chain.finality, [
    { upTo: 1_000n, rule: { kind: "tag", tag: "safe" } },
    { upTo: null, rule: { kind: "tag", tag: "finalized" } },
  ]);
  assert.equal(readConfiguration(complete, "all").chains[0]?.chain.finality.length, 3);
});

const mistakes: { title: string; environment: NodeJS.ProcessEnv; says: RegExp }[] = [
  { title: "no router", environment: { ...complete, ROUTER_ADDRESS: undefined }, says: /ROUTER_ADDRESS/ },
  {
    title: "a router that is no address",
    environment: { ...complete, ROUTER_ADDRESS: "0x12" },
    says: /ROUTER_ADDRESS/,
  },
  {
    title: "a short key",
    environment: { ...complete, GAS_SPONSOR_SIGNER_KEY: "0x11" },
    says: /GAS_SPONSOR_SIGNER_KEY/,
  },
  { title: "no chain", environment: { ...complete, BASE_RPC_URL: undefined }, says: /ETHEREUM_RPC_URL.*BASE_RPC_URL/ },
  {
    title: "a chain without its bundler",
    environment: { ...complete, BASE_BUNDLER_URL: undefined },
    says: /BASE_BUNDLER_URL/,
  },
  {
    title: "a start block that is none",
    environment: { ...complete, BASE_START_BLOCK: "latest" },
    says: /BASE_START_BLOCK.*"latest"/,
  },
  {
    title: "a token that the chain does not have",
    environment: { ...complete, BASE_TOKENS: "USDC, USDT" },
    says: /BASE_TOKENS.*of USDC, EURC on Base, got "USDT"/,
  },
  {
    title: "a finality policy that is none",
    environment: { ...complete, BASE_FINALITY: "soon" },
    says: /BASE_FINALITY.*"soon"/,
  },
  {
    title: "a distance from a dollar that is none",
    environment: { ...complete, DEPEG_DISTANCE: "0" },
    says: /DEPEG_DISTANCE/,
  },
  {
    title: "a poll interval that is none",
    environment: { ...complete, BASE_POLL_INTERVAL: "0.5" },
    says: /BASE_POLL_INTERVAL.*"0.5"/,
  },
  {
    title: "no requests of payers",
    environment: { ...complete, BASE_PAYER_REQUESTS: "0" },
    says: /BASE_PAYER_REQUESTS.*"0"/,
  },
  {
    title: "a public URL in the clear",
    environment: { ...complete, PUBLIC_URL: "http://pay.example" },
    says: /PUBLIC_URL.*https:/,
  },
  { title: "a port that is none", environment: { ...complete, PORT: "http" }, says: /PORT/ },
];
test("readConfiguration: every problem is said at once, with what each variable should be", () => {
  const environment = {
    ...complete,
    ROUTER_ADDRESS: undefined,
    PORT: "http",
    RELAY_LANE: "bundler,pigeon",
    BASE_START_BLOCK: "latest",
    BASE_BUNDLER_URL: undefined,
    LOG_LEVEL: "loud",
  };
  assert.throws(
    () => readConfiguration(environment, "all"),
    ({ message }: Error) => {
      assert.deepEqual(message.split("\n").slice(1).toSorted(), [
        "- BASE_BUNDLER_URL is not set: expected a URL; with several of RPC_URL, commas between them",
        '- BASE_START_BLOCK: expected a block number, got "latest"',
        "- LOG_LEVEL: expected one of trace, debug, info, warn, error, fatal, silent",
        "- PORT: expected a whole number from 0 to 65535",
        "- RELAY_LANE: expected bundler, transactions, or both with a comma between",
        "- ROUTER_ADDRESS is not set: expected an address: 0x and 40 hexadecimal digits, with a right checksum",
      ]);
      return true;
    },
  );
});

for (const { title, environment, says } of mistakes) {
  test(`${title} is refused by the variable's name, and no secret is repeated`, () => {
    assert.throws(
      () => readConfiguration(environment, "all"),
      (error) => error instanceof ConfigurationError && says.test(error.message) && !error.message.includes("1111"),
    );
  });
}

test("SMTP_URL says how mails go out, and nothing in it makes that weaker", () => {
  const read = (SMTP_URL: string | undefined, MAIL_FROM: string | undefined = "Shop <Pay@Shop.Example>") =>
    readConfiguration({ ...complete, SMTP_URL, MAIL_FROM }, "all").smtp;
  assert.equal(readConfiguration(complete, "all").smtp, null);
  assert.deepEqual(read("smtp://us%40er:p%2Fw@mail.example"), {
    host: "mail.example",
    port: 587,
    implicitTls: false,
    isLoopback: false,
    user: "us@er",
    password: "p/w",
    from: { name: "Shop", address: "Pay@shop.example" },
  });
  assert.deepEqual(
    ["smtps://mail.example", "smtp://[::1]:25", "smtp://127.0.0.1:1025", "smtp://127.0.0.1.example"].map((url) => {
      const { host, port, implicitTls, isLoopback } = read(url) ?? {};
      return [host, port, implicitTls, isLoopback];
    }),
    [
      ["mail.example", 465, true, false],
      ["::1", 25, false, true],
      ["127.0.0.1", 1025, false, true],
      ["127.0.0.1.example", 587, false, false],
    ],
  );
  for (const url of [
    "mail.example",
    "https://mail.example",
    "smtp://mail.example?ignoreTLS=true",
    "smtp://a:s%zz@b.c",
  ]) {
    assert.throws(() => read(url), /SMTP_URL: expected a mail server/, url);
  }
  for (const from of ["Shop", "a@b", "Shop <a@b.example>\r\nBcc: c@d.example"]) {
    assert.throws(() => read("smtp://mail.example", from), /MAIL_FROM: expected a mail address/, from);
  }
  assert.throws(
    () => readConfiguration({ ...complete, SMTP_URL: "smtp://mail.example" }, "all"),
    /MAIL_FROM is not set/,
  );
});

test("the contracts of standing deposits and mandates may be named, with their checksums", () => {
  const named = {
    ...complete,
    STANDING_DEPOSITS_ADDRESS: "0xF8558Da1574C17F48d4E4a494BE923f7D9aDc53f",
    MANDATES_ADDRESS: "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7",
  };
  const { standingDeposits, mandates } = readConfiguration(named, "all");
  assert.deepEqual([standingDeposits, mandates], [named.STANDING_DEPOSITS_ADDRESS, named.MANDATES_ADDRESS]);
  const without = readConfiguration(complete, "all");
  assert.deepEqual([without.standingDeposits, without.mandates], [undefined, undefined]);
  assert.ok(
    reservedAddresses({ ...readConfiguration(named, "all") }).includes(named.MANDATES_ADDRESS as `0x${string}`),
  );
  assert.throws(
    () => readConfiguration({ ...complete, MANDATES_ADDRESS: "0x12" }, "all"),
    /MANDATES_ADDRESS: expected/,
  );
});
