import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { toFunctionSelector } from "viem";
import { paymentRouterAbi } from "../../src/protocol/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Runs a program that sees the package as others do: by its name, through its exports, as plain JavaScript. */
async function asUser(program: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--no-strip-types", "--input-type=module", "--eval", program],
    { cwd: root },
  );
  return stdout.trim();
}

before(() => promisify(execFile)("npm", ["run", "build:package", "--silent"], { cwd: root }));

test("others compute ids by the package's protocol", async () => {
  const fixtures = JSON.parse(
    await readFile(new URL("../protocol/fixtures/payment-ids.json", import.meta.url), "utf8"),
  );
  const [{ payment, paymentId }] = fixtures;
  const program = `
    import { paymentIdOf } from "railsplit/protocol";
    const { shares, ...terms } = ${JSON.stringify(payment)};
    console.log(paymentIdOf({ ...terms, shares }));`;
  assert.equal(await asUser(program), paymentId);
});

test("others find the ABI for viem, and the contracts for ethers", async () => {
  const pay = paymentRouterAbi.find((item) => item.type === "function" && item.name === "pay");
  assert.ok(pay);
  const selector = toFunctionSelector(pay);
  const program = `
    import { toFunctionSelector } from "viem";
    import { gasSponsorAbi, mandatesAbi, paymentRouterAbi, standingDepositsAbi } from "railsplit/abi";
    import { PaymentRouter__factory } from "railsplit/ethers/PaymentRouter";
    import { GasSponsor__factory } from "railsplit/ethers/GasSponsor";
    import { Mandates__factory } from "railsplit/ethers/Mandates";
    import { StandingDeposits__factory } from "railsplit/ethers/StandingDeposits";
    console.log(toFunctionSelector(paymentRouterAbi.find((item) => item.name === "pay")));
    console.log(PaymentRouter__factory.createInterface().getFunction("pay").selector);
    console.log(gasSponsorAbi.length === GasSponsor__factory.abi.length);
    console.log(mandatesAbi.length === Mandates__factory.abi.length);
    console.log(standingDepositsAbi.length === StandingDeposits__factory.abi.length);`;
  assert.equal(await asUser(program), [selector, selector, "true", "true", "true"].join("\n"));
});

test("what is published carries types, and nothing of the server or the tests", async () => {
  const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts", "--silent"], {
    cwd: root,
  });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  for (const needed of [
    "dist/src/protocol/index.d.ts",
    "dist/src/protocol/generated/index.d.ts",
    "dist/checkout/index.html",
    "contracts/PaymentRouter.sol",
    "contracts/StandingDeposits.sol",
    "contracts/Mandates.sol",
    "erc7730/eip712-mandates.json",
  ]) {
    assert.ok(paths.includes(needed), needed);
  }
  assert.deepEqual(
    paths.filter((path) => /^(src|test|scripts|web|dist\/checkout-sandbox|contracts\/(sandbox|test|bench))/.test(path)),
    [],
  );
});
