import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { erc20Abi, keccak256, parseAbi, parseUnits, toHex, zeroAddress } from "viem";
import { checkChain, checkDeployment } from "../../../src/chain/check-chain.ts";
import {
  enabledChains,
  entryPointVersions,
  type Mandate,
  mandateTypedData,
  mandateUnits,
  type PaymentTerms,
  partAmountsOf,
  paymentIdOf,
  type Standing,
  standingAddressOf,
  type Token,
} from "../../../src/protocol/index.ts";
import { networkVariable } from "../../../src/protocol/network-variable.ts";
import { type BareChains, startBareChains } from "../../../src/sandbox/bare-chains.ts";
import { assertSettles } from "../settlement.ts";
import { signAuthorization, signConsent, signPermit, signPermit2 } from "../signatures.ts";
import { accounts, createFork, type Fork } from "./fork.ts";
import { balanceOf, giveTokens } from "./give-tokens.ts";
import { payByUserOperation } from "./user-operation.ts";

const { payer, merchant, seller } = accounts;

/** Where a chain is forked from: the endpoint in the environment, or else the sandbox's chain. */
const urlOf = (network: string) => process.env[networkVariable(network, "RPC_URL")]?.split(",")[0]?.trim();

/** The block to fork at, the newest when left out. Old blocks need an archive node. */
function blockOf(network: string): number | undefined {
  const variable = networkVariable(network, "FORK_BLOCK");
  const value = process.env[variable];
  if (value === undefined) return undefined;
  if (!/^\d+$/.test(value)) throw new Error(`${variable} must be a block number, got "${value}".`);
  return Number(value);
}

const local = enabledChains.filter(({ network }) => urlOf(network) === undefined);
let bare: BareChains | undefined;
let directory: string;

describe("The contracts on forks", () => {
  before(async () => {
    if (local.length === 0) return;
    directory = await mkdtemp(join(tmpdir(), "railsplit-fork-"));
    bare = await startBareChains({ chains: local, directory });
  });

  after(async () => {
    await bare?.stop();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  for (const table of enabledChains) {
    const url = urlOf(table.network);
    const origin =
      url === undefined ? `the sandbox's chain: set ${networkVariable(table.network, "RPC_URL")}` : "the real chain";
    describe(`${table.name} (${origin})`, function () {
      // A real endpoint answers hundreds of questions one by one.
      this.timeout(url === undefined ? 120_000 : 900_000);
      let fork: Fork;
      let uuid = 0n;

      before(async () => {
        const ours = bare?.chains.find(({ chain }) => chain.id === table.id);
        const from = url ?? ours?.rpcUrl;
        assert.ok(from);
        // Without a number Hardhat forks a chain as many blocks back as it may reorganise by its id: ours would have no contracts there.
        const newest = url === undefined ? Number(await ours?.local.getBlockNumber()) : undefined;
        fork = await createFork(table, from, blockOf(table.network) ?? newest);
      });
      after(() => fork?.close());

      /** 25 = 18 + 7, and the payer has it. */
      async function fundedPayment(token: Token, changes: Partial<PaymentTerms> = {}): Promise<PaymentTerms> {
        const total = parseUnits("25", token.decimals);
        await giveTokens(fork, token.address, payer.address, total);
        uuid += 1n;
        return {
          uuid: `0x${uuid.toString(16).padStart(64, "0")}`,
          chainId: BigInt(table.id),
          token: token.address,
          deadline: BigInt(await fork.networkHelpers.time.latest()) + 3600n,
          refundTo: zeroAddress,
          shares: [
            { recipient: merchant.address, amount: parseUnits("18", token.decimals) },
            { recipient: seller.address, amount: parseUnits("7", token.decimals) },
          ],
          ...changes,
        };
      }

      const total = ({ shares }: PaymentTerms) => shares.reduce((sum, { amount }) => sum + amount, 0n);
      /** Approves as `payer`. Not every token returns a bool, so nothing is read of the answer. */
      const approve = async (token: Token, spender: `0x${string}`, amount: bigint) => {
        const data = {
          address: token.address,
          abi: erc20Abi,
          functionName: "approve",
          args: [spender, amount],
        } as const;
        await fork.chain.waitForTransactionReceipt({
          hash: await fork.payer.writeContract({ ...data, gas: 200_000n }),
        });
      };
      const routerAs = (wallet: Fork["payer"]) =>
        fork.viem.getContractAt("PaymentRouter", fork.router.address, { client: { wallet } });
      /** The token as one that knows every kind of signature, to find out that it does not. */
      const signatureToken = (token: Token, wallet: Fork["payer"]) =>
        fork.viem.getContractAt("TetherZero", token.address, { client: { wallet } });

      it("is what the table says: id, code, decimals, EIP-712 domains, canonical contracts", async () => {
        await checkChain(fork.chain, table);
        await checkDeployment(fork.chain, table, {
          router: fork.router.address,
          gasSponsor: fork.gasSponsor.address,
          earlierSponsors: fork.gasSponsors,
          sponsorSigner: await fork.gasSponsor.read.SIGNER(),
        });
        assert.equal(await fork.chain.getCode({ address: payer.address }), undefined);
      });

      for (const token of table.tokens.filter(({ enabled }) => enabled)) {
        describe(token.symbol, () => {
          it("pays by allowance", async () => {
            const payment = await fundedPayment(token);
            await approve(token, fork.router.address, total(payment));
            const router = await routerAs(fork.payer);
            await assertSettles(fork, payment, payer.address, () => router.write.pay([payment]));
          });

          it(`${token.approveZeroFirst ? "wants" : "does not want"} an allowance to be zero before it changes`, async () => {
            await approve(token, merchant.address, 1n);
            if (token.approveZeroFirst) await assert.rejects(approve(token, merchant.address, 2n));
            else await approve(token, merchant.address, 2n);
            await approve(token, merchant.address, 0n);
          });

          if (token.permit && token.domain) {
            const { domain } = token;
            it("pays by permit (EIP-2612)", async () => {
              const payment = await fundedPayment(token);
              const router = await routerAs(fork.payer);
              const { deadline, v, r, s } = await signPermit(fork.payer, payment, router.address, domain, fork);
              await assertSettles(fork, payment, payer.address, () =>
                router.write.payWithPermit([payment, deadline, v, r, s]),
              );
            });
          } else {
            it("has no permit", async () => {
              const contract = await signatureToken(token, fork.payer);
              await assert.rejects(contract.read.nonces([payer.address]));
            });
          }

          if (token.authorization && token.domain) {
            const { domain } = token;
            it("pays by the signature of a plain account (EIP-3009)", async () => {
              const payment = await fundedPayment(token);
              const router = await routerAs(fork.relayer);
              const signature = await signAuthorization(fork.payer, payment, router.address, { domain });
              await assertSettles(fork, payment, payer.address, () =>
                router.write.payWithAuthorization([payment, payer.address, 0n, payment.deadline, signature]),
              );
            });

            it("pays by the signature of a contract wallet (EIP-3009 with ERC-1271)", async () => {
              const payment = await fundedPayment(token);
              const wallet = await fork.viem.deployContract("SignerWallet", [payer.address]);
              await giveTokens(fork, token.address, wallet.address, total(payment));
              const router = await routerAs(fork.relayer);
              const from = wallet.address;
              const signature = await signAuthorization(fork.payer, payment, router.address, { domain, from });
              await assertSettles(fork, payment, from, () =>
                router.write.payWithAuthorization([payment, from, 0n, payment.deadline, signature]),
              );
            });
          } else {
            it("has no EIP-3009, so that way is refused", async () => {
              const payment = await fundedPayment(token);
              const router = await routerAs(fork.relayer);
              const contract = await signatureToken(token, fork.payer);
              await assert.rejects(contract.read.authorizationState([payer.address, paymentIdOf(payment)]));
              const signature = await signAuthorization(fork.payer, payment, router.address);
              const args = [payment, payer.address, 0n, payment.deadline, signature] as const;
              await assert.rejects(router.simulate.payWithAuthorization(args));
              assert.equal(await balanceOf(fork, token.address, payer.address), total(payment));
            });
          }

          it("pays by Permit2, and its nonce is used up", async () => {
            const payment = await fundedPayment(token);
            await approve(token, fork.permit2, total(payment));
            const router = await routerAs(fork.relayer);
            const signature = await signPermit2(fork.payer, payment, fork, uuid);
            const args = [payment, payer.address, uuid, payment.deadline, signature] as const;
            await assertSettles(fork, payment, payer.address, () => router.write.payWithPermit2([...args]));
            await assert.rejects(router.simulate.payWithPermit2([...args]));
          });

          it("pays by a signature of the payment and a standing allowance", async () => {
            const payment = await fundedPayment(token);
            await approve(token, fork.router.address, total(payment));
            const router = await routerAs(fork.relayer);
            const signature = await signConsent(fork.payer, payment, router.address);
            await assertSettles(fork, payment, payer.address, () =>
              router.write.payWithSignature([payment, payer.address, signature]),
            );
          });

          it("pays from the deposit address, and gives the rest back", async () => {
            const payment = await fundedPayment(token, { refundTo: payer.address });
            const deposit = await fork.router.read.depositAddressOf([payment]);
            const rest = 5n;
            await giveTokens(fork, token.address, deposit, total(payment) + rest);
            const router = await routerAs(fork.relayer);
            await assertSettles(fork, payment, deposit, () => router.write.payFromDeposit([payment]));
            const before = await balanceOf(fork, token.address, payer.address);
            await fork.chain.waitForTransactionReceipt({ hash: await router.write.reclaim([payment, token.address]) });
            assert.equal((await balanceOf(fork, token.address, payer.address)) - before, rest);
          });

          it("sweeps a standing deposit address to its split", async () => {
            const amount = parseUnits("25", token.decimals);
            const terms: Standing = {
              ref: keccak256(toHex(`${table.network} ${token.symbol}`)),
              chainId: 0n,
              parts: [
                { recipient: merchant.address, bps: 7_200 },
                { recipient: seller.address, bps: 2_800 },
              ],
            };
            const address = standingAddressOf(terms, fork.standing.address);
            assert.equal(await fork.standing.read.addressOf([terms]), address);
            await giveTokens(fork, token.address, address, amount);
            const accounts = [merchant.address, seller.address, fork.feeRecipient, address, fork.standing.address];
            const balances = () => Promise.all(accounts.map((account) => balanceOf(fork, token.address, account)));
            const before = await balances();
            const standing = await fork.viem.getContractAt("StandingDeposits", fork.standing.address, {
              client: { wallet: fork.relayer },
            });
            const hash = await standing.write.sweep([terms, token.address]);
            await fork.chain.waitForTransactionReceipt({ hash });
            const { net, fee } = partAmountsOf(terms.parts, amount);
            const changes = (await balances()).map((balance, index) => balance - (before[index] ?? 0n));
            assert.deepEqual(changes, [...net, fee, -amount, 0n]);
          });

          for (const way of ["plain allowance", "Permit2 allowance"] as const) {
            it(`charges a mandate by ${way}`, async () => {
              const amount = parseUnits("25", token.decimals);
              const start = BigInt(await fork.networkHelpers.time.latest());
              const mandate: Mandate = {
                ref: keccak256(toHex(`${table.network} ${token.symbol} ${way}`)),
                payer: payer.address,
                token: token.address,
                maxAmount: amount,
                start,
                unit: mandateUnits.months,
                every: 1,
                window: 86_400,
                periods: 12,
                collector: zeroAddress,
                epoch: 0n,
                parts: [
                  { recipient: merchant.address, bps: 7_200 },
                  { recipient: seller.address, bps: 2_800 },
                ],
              };
              await giveTokens(fork, token.address, payer.address, amount);
              await approve(token, fork.mandates.address, 0n);
              if (way === "plain allowance") await approve(token, fork.mandates.address, amount);
              else {
                if (token.approveZeroFirst) await approve(token, fork.permit2, 0n);
                await approve(token, fork.permit2, amount);
                const hash = await fork.payer.writeContract({
                  address: fork.permit2,
                  abi: parseAbi([
                    "function approve(address token, address spender, uint160 amount, uint48 expiration)",
                  ]),
                  functionName: "approve",
                  args: [token.address, fork.mandates.address, amount, Number(start) + 100_000],
                });
                await fork.chain.waitForTransactionReceipt({ hash });
              }
              const accounts = [merchant.address, seller.address, fork.feeRecipient, payer.address];
              const balances = () => Promise.all(accounts.map((account) => balanceOf(fork, token.address, account)));
              const before = await balances();
              const signature = await fork.payer.signTypedData(
                mandateTypedData(mandate, BigInt(table.id), fork.mandates.address),
              );
              const mandates = await fork.viem.getContractAt("Mandates", fork.mandates.address, {
                client: { wallet: fork.relayer },
              });
              const args = [mandate, 0n, amount, signature, "0x"] as const;
              await fork.chain.waitForTransactionReceipt({ hash: await mandates.write.charge([...args]) });
              const { net, fee } = partAmountsOf(mandate.parts, amount);
              const changes = (await balances()).map((balance, index) => balance - (before[index] ?? 0n));
              assert.deepEqual(changes, [...net, fee, -amount]);
              await assert.rejects(mandates.simulate.charge([...args]), /PeriodAlreadyCharged/);
            });
          }

          for (const version of entryPointVersions) {
            it(`pays by a sponsored user operation through the real EntryPoint v${version}`, async () => {
              const payment = await fundedPayment(token);
              await payByUserOperation(fork, version, token, payment);
            });
          }
        });
      }
    });
  }
});
