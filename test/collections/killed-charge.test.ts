import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { encodeFunctionData, erc20Abi } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { operator } from "../../src/access/audit-log.ts";
import { hearEvents } from "../../src/collections/hear-events.ts";
import { offerMandate } from "../../src/collections/index.ts";
import { prepareTerms, signMandate } from "../../src/mandates/index.ts";
import { startBareChains } from "../../src/sandbox/bare-chains.ts";
import { deployRailsplit } from "../../src/sandbox/railsplit-deployment.ts";
import { mintToken } from "../../src/sandbox/stablecoins.ts";
import { hearInvoices } from "../../src/subscriptions/hear-invoices.ts";
import { createPackage, subscribe } from "../../src/subscriptions/index.ts";
import { runDueSubscriptions } from "../../src/subscriptions/run-subscriptions.ts";
import { base } from "../chain/chains.ts";
import { usdc } from "../mandates/mandate-chain.ts";
import { createTestDatabase } from "../support/database.ts";
import { newMerchant } from "../support/merchant.ts";
import { openWorker, type Place } from "./one-worker.ts";

const directory = await mkdtemp(join(tmpdir(), "railsplit-killed-charge-"));
after(() => rm(directory, { recursive: true }));
const { options, drop } = await createTestDatabase();
after(drop);
const payer = privateKeyToAccount(`0x${"5a".repeat(32)}`);

test("a worker that is killed -9 between a charge and its record: the invoice is paid once, and the period taken once", async () => {
  await using chains = await startBareChains({ chains: [base], directory });
  const [started] = chains.chains;
  assert.ok(started);
  const { local, rpcUrl } = started;
  const contracts = await deployRailsplit(local);
  const database = "url" in options ? options : { directory: join(directory, "database") };
  const place = (ahead: number): Place => ({ database, rpcUrl, contracts, ahead });
  const balance = () =>
    local.readContract({ address: usdc.address, abi: erc20Abi, functionName: "balanceOf", args: [payer.address] });

  await mintToken(local, usdc, payer.address, 100_000_000n);
  await local.setBalance({ address: payer.address, value: 10n ** 18n });
  await local.impersonateAccount({ address: payer.address });
  const args = [contracts.mandates, 120_000_000n] as const;
  const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args });
  const hash = await local.sendTransaction({ account: payer.address, to: usdc.address, data, gas: 100_000n });
  await local.waitForTransactionReceipt({ hash });

  {
    await using worker = await openWorker(place(0));
    const { context } = worker;
    await worker.watch();
    const merchant = await newMerchant(context);
    const monthly = { name: "Pro", currency: "USD", amount: "10.00", interval: "MONTHLY" } as const;
    const offered = await createPackage(context, merchant, "test", monthly, operator);
    const subscribed = await subscribe(context, offered, { customerEmail: "ann@client.example" }, { notify: false });
    const mandate = await offerMandate(context, merchant, subscribed, { chainId: base.id, token: "USDC" });
    assert.ok(mandate);
    const { typedData, terms } = await prepareTerms(context, mandate.publicId, payer.address);
    const signature = await payer.signTypedData(typedData);
    const start = new Date(Number(terms.start) * 1_000);
    await signMandate(context, mandate.publicId, { payer: payer.address, start, signature });
    await hearEvents(context);
  }

  const script = fileURLToPath(new URL("charge-and-stay.ts", import.meta.url));
  const child = fork(script, [JSON.stringify(place(10_000))]);
  assert.deepEqual(await once(child, "message"), ["charged", undefined]);
  child.kill("SIGKILL");
  await once(child, "exit");
  while ((await balance()) !== 90_000_000n) await once(AbortSignal.timeout(200), "abort");

  // The next one comes after every lease of the first is over.
  await using worker = await openWorker(place(20 * 60_000));
  const { context } = worker;
  const charge = () => context.database.selectFrom("mandateCharges").selectAll().executeTakeFirstOrThrow();
  assert.equal((await charge()).status, "SCHEDULED", "it is on chain, and nothing here knows");
  await worker.charge();
  await local.mine({ blocks: 5 });
  await worker.watch();
  for (let again = 0; again < 3; again += 1) {
    await hearEvents(context);
    await hearInvoices(context);
    await runDueSubscriptions(context);
  }
  assert.equal((await charge()).status, "SUCCEEDED");
  const invoices = await context.database.selectFrom("invoices").select(["status", "receivedAmount"]).execute();
  assert.deepEqual(invoices, [{ status: "PAID", receivedAmount: 1_000n }]);
  const { status } = await context.database.selectFrom("subscriptions").select("status").executeTakeFirstOrThrow();
  assert.equal(status, "ACTIVE");
  assert.equal(await balance(), 90_000_000n);
});
