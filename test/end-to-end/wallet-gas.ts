import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { erc20Abi, type Hex, parseEther } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { markdownTable, tableIn } from "../../scripts/markdown-table.ts";
import type { Json } from "../../scripts/pay.ts";
import { paymentCalls, type Token } from "../../src/protocol/index.ts";
import { termsFromJson } from "../../src/protocol/terms.ts";
import type { SandboxChain } from "../../src/sandbox/sandbox.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";

/** Gas of an account's first payment, and of one after it. */
export type PaymentGas = { readonly first: bigint; readonly later: bigint };

const docs = new URL("../../docs/wallets.md", import.meta.url);
const heading = "| payment by ";

/** Estimates move with the price of gas and with zero bytes. */
const tolerance = 0.1;

/**
 * Compares what was measured with the table of docs/wallets.md. With `WRITE_DOCS=1` it writes the table instead.
 */
export async function checkDocumentedGas(measured: ReadonlyMap<string, PaymentGas>): Promise<void> {
  const table = tableIn(await readFile(docs, "utf8"), heading);
  if (process.env.WRITE_DOCS) {
    await writeFile(docs, table.replacedBy(tableOf(measured)));
    return;
  }
  const rows = table.lines.slice(2).map((line) => line.split("|").map((cell) => cell.trim()));
  const documented = new Map(rows.map(([, name = "", first = "", later = ""]) => [name, [first, later]]));
  assert.deepEqual([...documented.keys()], [...measured.keys()]);
  for (const [name, { first, later }] of measured) {
    const numbers = documented.get(name)?.map((cell) => Number(cell.replaceAll(",", "")));
    for (const [index, gas] of [first, later].entries()) {
      const written = numbers?.[index] ?? 0;
      const difference = Math.abs(Number(gas) / written - 1);
      assert.ok(difference <= tolerance, `${name}: ${gas} gas was measured, docs/wallets.md says ${written}`);
    }
  }
}

function tableOf(measured: ReadonlyMap<string, PaymentGas>): string[] {
  const format = (gas: bigint) => new Intl.NumberFormat("en-US").format(gas);
  const rows = [...measured].map(([name, { first, later }]) => [name, format(first), format(later)]);
  return markdownTable(["payment by", "first", "later"], rows);
}

/** What the same payment costs a plain key: an allowance and the payment, each a transaction of its own. Its later ones find what the first has written. */
export async function payDirectly(
  { local }: SandboxChain,
  token: Token,
  quotes: readonly [Json, Json],
): Promise<PaymentGas> {
  const account = privateKeyToAccount(generatePrivateKey());
  await local.setBalance({ address: account.address, value: parseEther("1") });
  const pay = async (quote: Json): Promise<bigint> => {
    await mintToken(local, token, account.address, 10_000_000n);
    let used = 0n;
    for (const { to, data } of paymentCalls(termsFromJson(quote.terms), quote.router, token)) {
      const hash: Hex = await local.sendTransaction({ account, to, data, gas: 500_000n });
      const receipt = await local.waitForTransactionReceipt({ hash });
      assert.equal(receipt.status, "success");
      used += receipt.gasUsed;
    }
    const args = [account.address] as const;
    const left = await local.readContract({ address: token.address, abi: erc20Abi, functionName: "balanceOf", args });
    assert.equal(left, 0n);
    return used;
  };
  return { first: await pay(quotes[0]), later: await pay(quotes[1]) };
}
