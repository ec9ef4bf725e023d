import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { concat, encodeDeployData, encodeFunctionData, getContractAddress, type Hex, parseAbi } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { uuidOfMandate } from "../../src/mandates/index.ts";
import {
  allowanceTypedData,
  cancelTypedData,
  chargeTypedData,
  mandateIdOf,
  mandateTypedData,
  type Token,
} from "../../src/protocol/index.ts";
import { ownArtifact } from "../../src/sandbox/artifacts.ts";
import { settlementAddress } from "../support/test-server.ts";
import { type MandateChain, newMandate, signAs, startMandateChain, unsignedMandate, usdc } from "./mandate-chain.ts";

const dollars = (count: number) => BigInt(count) * 1_000_000n;

let chain: MandateChain;
before(async () => {
  chain = await startMandateChain();
});
after(() => chain?.[Symbol.asyncDispose]());

const post = (path: string, body: object, headers?: object) =>
  chain.server.call("POST", path, body, headers as Record<string, string>);
const hand = (token: string, body: object) => post(`/v1/mandate-pages/${token}/signature`, body, {});
const codeOf = ({ status, body }: { readonly status: number; readonly body: { readonly code: string } }) => [
  status,
  body.code,
];

test("a signature: of another account, of other terms, or too late, is refused", async () => {
  const payer = await chain.newPayer(dollars(10));
  const stranger = privateKeyToAccount(generatePrivateKey());
  const { token, id } = await unsignedMandate(chain);
  const { mandate, startsAt, signature } = await signAs(chain, payer, token);
  const by = async (terms: typeof mandate) =>
    stranger.signTypedData(mandateTypedData(terms, 8453n, chain.contracts.mandates));
  const signed = { payer: payer.address, startsAt };
  assert.deepEqual(codeOf(await hand(token, { ...signed, signature: await by(mandate) })), [
    400,
    "MANDATE_SIGNATURE_INVALID",
  ]);
  const cheaper = { ...mandate, maxAmount: 1n };
  const ofOther = await payer.signTypedData(mandateTypedData(cheaper, 8453n, chain.contracts.mandates));
  assert.deepEqual(codeOf(await hand(token, { ...signed, signature: ofOther })), [400, "MANDATE_SIGNATURE_INVALID"]);
  // With `s` in the upper half the contract would refuse every charge.
  const malleable = mirrored(signature);
  assert.deepEqual(codeOf(await hand(token, { ...signed, signature: malleable })), [400, "MANDATE_SIGNATURE_INVALID"]);
  const longAgo = { ...signed, startsAt: new Date(chain.now().getTime() - 7_200_000).toISOString(), signature };
  assert.deepEqual(codeOf(await hand(token, longAgo)), [409, "MANDATE_TERMS_CHANGED"]);
  assert.equal((await hand(token, { ...signed, signature })).status, 200);
  assert.equal((await hand(token, { ...signed, signature })).status, 200, "again, it is answered as it was");
  const { body } = await chain.server.call("GET", `/v1/mandates/${id}`);
  assert.equal(body.onchainId, mandateIdOf(mandate));
});

test("a payer that nothing can be charged from is refused: not deployed, denied, or paid by the mandate", async () => {
  const { token } = await unsignedMandate(chain);
  const terms = (payer: string) => post(`/v1/mandate-pages/${token}/terms`, { payer }, {});
  assert.deepEqual(codeOf(await terms(settlementAddress)), [409, "MANDATE_PAYER_REFUSED"]);
  const wallet = "0x4444444444444444444444444444444444444444";
  const { body } = await terms(wallet);
  const undeployed = { payer: wallet, startsAt: body.startsAt, signature: `0x${"11".repeat(200)}` };
  assert.deepEqual(codeOf(await hand(token, undeployed)), [409, "MANDATE_PAYER_REFUSED"]);
});

test("a contract signs by its own code, at every charge", async () => {
  const owner = await chain.newPayer(0n);
  const artifact = ownArtifact("test/SignerWallet");
  const wallet = await deployFrom(owner.address, encodeDeployData({ ...artifact, args: [owner.address] }));
  await chain.mint(wallet, dollars(50));
  const approve = encodeFunctionData({
    abi: parseAbi(["function approve(address token, address spender, uint256 amount)"]),
    functionName: "approve",
    args: [usdc.address, chain.contracts.mandates, dollars(50)],
  });
  await chain.transact(owner.address, wallet, approve);
  const { token, id } = await unsignedMandate(chain);
  const { body } = await post(`/v1/mandate-pages/${token}/terms`, { payer: wallet }, {});
  const terms = { ...body.terms, maxAmount: dollars(10), start: BigInt(body.terms.start), epoch: 0n };
  const signature = await owner.signTypedData(mandateTypedData(terms, 8453n, chain.contracts.mandates));
  assert.equal((await hand(token, { payer: wallet, startsAt: body.startsAt, signature })).status, 200);
  await chain.pass(20);
  await post(`/v1/mandates/${id}/charges`, { period: 0 });
  await chain.hand();
  await chain.send();
  await chain.settle();
  assert.equal(await chain.balanceOf(wallet), dollars(40));
});

test("a permit comes along with the signature, and is brought to the chain once", async () => {
  const payer = await chain.newPayer(dollars(10));
  const { token, id } = await unsignedMandate(chain);
  const { startsAt, signature, allowance } = await signAs(chain, payer, token);
  assert.equal(allowance.method, "PERMIT");
  const value = BigInt(allowance.needed);
  assert.equal(value, dollars(100));
  const deadline = BigInt(Math.floor(chain.now().getTime() / 1_000) + 3_600);
  const { domain } = usdc as Token & { readonly domain: NonNullable<Token["domain"]> };
  const spender = chain.contracts.mandates;
  const permit = { owner: payer.address, spender, value, nonce: BigInt(allowance.nonce), deadline };
  const of = { token: usdc.address, chainId: 8453n };
  const allowing = {
    value: value.toString(),
    deadline: deadline.toString(),
    signature: await payer.signTypedData(allowanceTypedData(of, permit, domain)),
  };
  const wrong = { ...allowing, value: (value + 1n).toString() };
  const refused = await hand(token, { payer: payer.address, startsAt, signature, permit: wrong });
  assert.deepEqual(codeOf(refused), [422, "AUTHORIZATION_REVERTS"]);
  assert.equal((await hand(token, { payer: payer.address, startsAt, signature, permit: allowing })).status, 200);
  await hand(token, { payer: payer.address, startsAt, signature, permit: allowing });
  assert.equal(await chain.send(), 1);
  await chain.pass(20);
  await post(`/v1/mandates/${id}/charges`, { period: 0 });
  await chain.hand();
  await chain.send();
  assert.equal(await chain.balanceOf(payer.address), 0n);
  await chain.settle();
});

test("a collector's word sets the amount, and no other does", async () => {
  const payer = await chain.newPayer(dollars(50), dollars(50));
  const collector = privateKeyToAccount(generatePrivateKey());
  const mandate = await newMandate(chain, payer, { collector: collector.address });
  const wordOf = (account: typeof collector, amount: bigint) =>
    account.signTypedData(
      chargeTypedData({ mandateId: mandate.onchainId, period: 0n, amount }, 8453n, chain.contracts.mandates),
    );
  const charge = (amount: string, collectorSignature?: Hex) =>
    post(`/v1/mandates/${mandate.id}/charges`, { period: 0, amount, collectorSignature });
  assert.deepEqual(codeOf(await charge("3.00")), [400, "MANDATE_SIGNATURE_INVALID"]);
  assert.deepEqual(codeOf(await charge("3.00", await wordOf(payer, dollars(3)))), [400, "MANDATE_SIGNATURE_INVALID"]);
  assert.deepEqual(codeOf(await charge("10.01", await wordOf(collector, 10_010_000n))), [409, "CHARGE_REFUSED"]);
  assert.equal((await charge("3.00", await wordOf(collector, dollars(3)))).status, 201);
  assert.deepEqual(codeOf(await charge("4.00", await wordOf(collector, dollars(4)))), [409, "CHARGE_REFUSED"]);
  await chain.hand();
  await chain.send();
  await chain.settle();
  assert.equal(await chain.balanceOf(payer.address), dollars(47));
  assert.deepEqual(await chain.reconcile(), []);
});

test("a cancellation that is under way is not sent again, by whatever signature; nor for ever", async () => {
  const owner = await chain.newPayer(0n);
  const wallet = await deployFrom(
    owner.address,
    encodeDeployData({ ...ownArtifact("test/SignerWallet"), args: [owner.address] }),
  );
  const { token, id } = await unsignedMandate(chain);
  const { body } = await post(`/v1/mandate-pages/${token}/terms`, { payer: wallet }, {});
  const terms = { ...body.terms, maxAmount: dollars(10), start: BigInt(body.terms.start), epoch: 0n };
  const signature = await owner.signTypedData(mandateTypedData(terms, 8453n, chain.contracts.mandates));
  const { body: page } = await hand(token, { payer: wallet, startsAt: body.startsAt, signature });
  const ending = await owner.signTypedData(cancelTypedData(page.onchainId, 8453n, chain.contracts.mandates));
  const end = () => post(`/v1/mandate-pages/${token}/cancellation`, { signature: ending }, {});
  const queued = async () => {
    const rows = await chain.server.database.selectFrom("relays").select(["id", "status"]).execute();
    return rows.filter(({ status }) => status === "QUEUED");
  };
  assert.equal((await end()).status, 202);
  assert.equal((await end()).status, 202);
  const [first, ...others] = await queued();
  assert.equal(others.length, 0);
  // As if it had reverted each time.
  for (let time = 0; time < 2; time += 1) {
    await chain.server.database
      .updateTable("relays")
      .set({ status: "FAILED" })
      .where("status", "=", "QUEUED")
      .execute();
    assert.equal((await end()).status, 202);
  }
  await chain.server.database.updateTable("relays").set({ status: "FAILED" }).where("status", "=", "QUEUED").execute();
  assert.deepEqual(codeOf(await end()), [409, "MANDATE_STATE"]);
  assert.ok(first);
  assert.equal((await chain.server.call("GET", `/v1/mandates/${id}`)).body.status, "ACTIVE");
});

test("what nobody signs expires", async () => {
  const { expireMandates } = await import("../../src/mandates/end-mandate.ts");
  const { id, token } = await unsignedMandate(chain);
  await chain.pass(31 * 86_400);
  const payer = await chain.newPayer(0n);
  assert.deepEqual(codeOf(await post(`/v1/mandate-pages/${token}/terms`, { payer: payer.address }, {})), [
    409,
    "MANDATE_STATE",
  ]);
  while ((await expireMandates(chain.server.context)) > 0);
  const { body } = await chain.server.call("GET", `/v1/mandates/${id}`);
  assert.equal(body.status, "EXPIRED");
  const events = chain.server.database.selectFrom("events").select("type");
  const rows = await events.where("subjectId", "=", uuidOfMandate(id) ?? "").execute();
  assert.deepEqual(
    rows.map(({ type }) => type),
    ["mandate.expired"],
  );
});

async function deployFrom(account: `0x${string}`, data: Hex) {
  await chain.local.setBalance({ address: account, value: 10n ** 18n });
  await chain.local.impersonateAccount({ address: account });
  const nonce = BigInt(await chain.local.getTransactionCount({ address: account }));
  const hash = await chain.local.sendTransaction({ account, data, gas: 2_000_000n });
  await chain.local.waitForTransactionReceipt({ hash });
  return getContractAddress({ from: account, nonce });
}

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The same signature with the other `s`. */
function mirrored(signature: Hex): Hex {
  const s = order - BigInt(`0x${signature.slice(66, 130)}`);
  const v = signature.slice(130) === "1b" ? "0x1c" : "0x1b";
  return concat([signature.slice(0, 66) as Hex, `0x${s.toString(16).padStart(64, "0")}`, v]);
}
