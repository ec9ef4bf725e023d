import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Address,
  encodeFunctionData,
  getAddress,
  type Hex,
  parseEther,
  toFunctionSelector,
  zeroAddress,
} from "viem";
import { boxOf, type Part, standingAddressOf, standingDepositsAbi } from "../../../src/protocol/index.ts";
import { splits } from "../../protocol/standings.ts";
import { chain, chainId, networkHelpers, sellers, viem, wallets } from "../fixture.ts";
import {
  assertNotSwept,
  assertSweeps,
  balanceOf,
  depositTo,
  feeRecipient,
  manners,
  merchant,
  type StandingFixture,
  standingAs,
  standingFixture,
  termsOf,
} from "./fixture.ts";

const [seller, other] = sellers as [Address, Address];
const two = [7_000, 3_000];

async function sweepOf(deployed: StandingFixture, terms: ReturnType<typeof termsOf>, token: Address) {
  const contract = await standingAs(deployed);
  return () => contract.write.sweep([terms, token], { gas: 5_000_000n });
}

describe("sweep", () => {
  for (const name of ["usdc", "ethereumTether", "bnbTether", "tetherZero", "polygonTetherZero"] as const) {
    it(`splits a balance of ${name} to the unit, whoever calls, and again whatever comes later`, async () => {
      const deployed = await standingFixture();
      const token = deployed.tokens[name].address;
      const terms = termsOf([5_000, 2_500, 1_250, 625, 312, 313]);
      for (const amount of [1_000_000_001n, 10_000n, 123_456_789n]) {
        await depositTo(deployed, terms, token, amount);
        await assertSweeps(deployed, terms, token, await sweepOf(deployed, terms, token));
      }
    });
  }

  it("splits the native token in the same way, before and after there is code at the address", async () => {
    const deployed = await standingFixture();
    const terms = termsOf(two);
    for (const amount of [parseEther("1") + 1n, 10_000n]) {
      await depositTo(deployed, terms, zeroAddress, amount);
      await assertSweeps(deployed, terms, zeroAddress, await sweepOf(deployed, terms, zeroAddress));
    }
  });

  it("splits any amount by any parts as the off-chain protocol does", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.bnbTether.address;
    await fc.assert(
      fc.asyncProperty(splits, fc.bigInt({ min: 10_000n, max: 2n ** 100n }), async (parts, amount) => {
        // Nobody is paid twice, so that the books below stay simple.
        const recipients = new Set(parts.map(({ recipient }) => recipient));
        fc.pre(recipients.size === parts.length);
        const terms = termsOf([], { parts: parts.map((part) => ({ ...part, recipient: getAddress(part.recipient) })) });
        await depositTo(deployed, terms, token, amount);
        await assertSweeps(deployed, terms, token, await sweepOf(deployed, terms, token));
      }),
      { numRuns: 30 },
    );
  });

  it("gives every part of one basis point something of the least that is swept", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.usdc.address;
    const terms = termsOf([9_995, 1, 1, 1, 1, 1]);
    await depositTo(deployed, terms, token, 10_000n);
    await assertSweeps(deployed, terms, token, await sweepOf(deployed, terms, token));
    for (const recipient of sellers) assert.equal(await balanceOf(token, recipient), 1n);
  });

  it("takes no fee where it rounds to nothing, and pays the same recipient for several parts", async () => {
    const deployed = await standingFixture();
    const free = await viem.deployContract("StandingDeposits", [0n, feeRecipient]);
    const token = deployed.tokens.usdc.address;
    const parts: Part[] = [4_000, 3_000, 3_000].map((bps) => ({ recipient: merchant, bps }));
    const terms = termsOf([], { parts });
    await deployed.tokens.usdc.write.mint([standingAddressOf(terms, free.address), 10_001n]);
    await free.write.sweep([terms, token]);
    assert.equal(await balanceOf(token, merchant), 10_001n);
    assert.equal(await balanceOf(token, feeRecipient), 0n);
  });

  it("takes a fee of one unit", async () => {
    const deployed = await standingFixture();
    const cheap = await viem.deployContract("StandingDeposits", [1n, feeRecipient]);
    const token = deployed.tokens.usdc.address;
    const terms = termsOf([10_000]);
    await deployed.tokens.usdc.write.mint([standingAddressOf(terms, cheap.address), 10_000n]);
    await cheap.write.sweep([terms, token]);
    const accounts = [merchant, feeRecipient, getAddress(cheap.address)];
    assert.deepEqual(await Promise.all(accounts.map((account) => balanceOf(token, account))), [9_999n, 1n, 0n]);
  });

  it("transfers no fee where there is none, which some tokens refuse", async () => {
    await standingFixture();
    const standing = await viem.deployContract("StandingDeposits", [0n, feeRecipient]);
    const token = await viem.deployContract("ZeroRefusingToken", [merchant]);
    const terms = termsOf(two);
    const minter = await viem.getContractAt("ZeroRefusingToken", token.address, {
      client: { wallet: wallets.merchant },
    });
    await minter.write.mint([standingAddressOf(terms, standing.address), 10_000n]);
    await standing.write.sweep([terms, token.address]);
    assert.deepEqual(await Promise.all([merchant, seller].map((account) => token.read.balanceOf([account]))), [
      7_000n,
      3_000n,
    ]);
  });

  it("refuses a unit less than the least, with what is held and what is needed", async () => {
    const deployed = await standingFixture();
    const terms = termsOf(two);
    for (const token of [deployed.tokens.usdc.address, zeroAddress]) {
      const address = await depositTo(deployed, terms, token, 9_999n);
      const call = await sweepOf(deployed, terms, token);
      await assertNotSwept(deployed, address, token, call, "BalanceTooSmall", [9_999n, 10_000n]);
    }
  });

  it("refuses more than 2^128, and takes exactly that", async () => {
    const deployed = await standingFixture();
    const token = deployed.scripted.address;
    const terms = termsOf(two);
    const address = await depositTo(deployed, terms, token, 2n ** 128n + 1n);
    await assertNotSwept(deployed, address, token, await sweepOf(deployed, terms, token), "AmountTooLarge", [0n]);
    const others = termsOf([1, 9_999]);
    await depositTo(deployed, others, token, 2n ** 128n);
    await assertSweeps(deployed, others, token, await sweepOf(deployed, others, token));
  });

  it("refuses a token without code", async () => {
    const deployed = await standingFixture();
    await assert.rejects((await sweepOf(deployed, termsOf(two), seller))());
  });

  it("serves anybody on the terms' own chain, and elsewhere their one recipient alone", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.usdc.address;
    const here = termsOf(two, { chainId });
    await depositTo(deployed, here, token, 20_000n);
    await assertSweeps(deployed, here, token, await sweepOf(deployed, here, token));

    const elsewhere = termsOf(two, { chainId: chainId + 1n });
    const address = await depositTo(deployed, elsewhere, token, 20_000n);
    const merchantCalls = await standingAs(deployed, wallets.merchant);
    const refused = () => merchantCalls.write.sweep([elsewhere, token]);
    await assertNotSwept(deployed, address, token, refused, "WrongChain", [chainId + 1n]);

    const alone = termsOf([10_000], { chainId: chainId + 1n });
    const only = await depositTo(deployed, alone, token, 20_000n);
    const stranger = getAddress(wallets.relayer.account.address);
    await assertNotSwept(deployed, only, token, await sweepOf(deployed, alone, token), "NotBeneficiary", [stranger]);
    await assertSweeps(deployed, alone, token, () => merchantCalls.write.sweep([alone, token]));
  });

  it("refuses a token that takes a fee of its own: the money waits", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.ethereumTether;
    const terms = termsOf(two);
    const address = await depositTo(deployed, terms, token.address, 1_000_000n);
    const tether = await viem.getContractAt("EthereumTether", token.address, { client: { wallet: wallets.relayer } });
    await tether.write.setParams([10n, 49n]);
    const call = await sweepOf(deployed, terms, token.address);
    await assertNotSwept(deployed, address, token.address, call, "InexactTransfer", [
      getAddress(deployed.standing.address),
    ]);
    await tether.write.setParams([0n, 0n]);
    await assertSweeps(deployed, terms, token.address, call);
  });

  for (const manner of ["takesOnePercent", "lowers"] as const) {
    it(`refuses a token whose fetch ${manner === "lowers" ? "lowers this contract's balance" : "loses one per cent"}`, async () => {
      const deployed = await standingFixture();
      const token = deployed.scripted.address;
      const terms = termsOf(two);
      const contract = deployed.standing.address;
      await deployed.scripted.write.mint([contract, 5n]);
      await deployed.scripted.write.treat([contract, manners[manner]]);
      const address = await depositTo(deployed, terms, token, 1_000_000n);
      const call = await sweepOf(deployed, terms, token);
      await assertNotSwept(deployed, address, token, call, "InexactTransfer", [getAddress(contract)]);
    });
  }

  it("leaves alone what the contract holds by somebody's mistake", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.usdc.address;
    await deployed.tokens.usdc.write.mint([deployed.standing.address, 777n]);
    const terms = termsOf(two);
    await depositTo(deployed, terms, token, 1_000_000n);
    await assertSweeps(deployed, terms, token, await sweepOf(deployed, terms, token));
    assert.equal(await balanceOf(token, deployed.standing.address), 777n);
  });
});

describe("sweep past a recipient that cannot be paid", () => {
  for (const manner of ["reverts", "answersFalse", "burnsGas", "revertsWithMuch"] as const) {
    it(`sets its part aside where the token ${manner} for it, be it merchant, seller or fee recipient`, async () => {
      const deployed = await standingFixture();
      const token = deployed.scripted.address;
      const terms = termsOf([6_000, 3_000, 1_000]);
      for (const denied of [merchant, seller, other, feeRecipient]) {
        await deployed.scripted.write.treat([denied, manners[manner]]);
        await depositTo(deployed, terms, token, 1_000_003n);
        await assertSweeps(deployed, terms, token, await sweepOf(deployed, terms, token), [denied]);
        await deployed.scripted.write.treat([denied, manners.honest]);
      }
    });
  }

  it("sets all of them aside where the token denies all", async () => {
    const deployed = await standingFixture();
    const token = deployed.scripted.address;
    const terms = termsOf([6_000, 3_000, 1_000]);
    const everybody = [merchant, seller, other, feeRecipient];
    for (const account of everybody) await deployed.scripted.write.treat([account, manners.reverts]);
    await depositTo(deployed, terms, token, 1_000_003n);
    await assertSweeps(deployed, terms, token, await sweepOf(deployed, terms, token), everybody);
  });

  it("pays where the token returns nothing, and where it denies on a real denylist sets aside", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.tetherZero;
    const terms = termsOf(two);
    const tether = await viem.getContractAt("TetherZero", token.address, { client: { wallet: wallets.relayer } });
    await tether.write.addToBlockedList([seller]);
    await depositTo(deployed, terms, token.address, 1_000_000n);
    await assertSweeps(deployed, terms, token.address, await sweepOf(deployed, terms, token.address), [seller]);

    const scripted = deployed.scripted.address;
    await deployed.scripted.write.treat([seller, manners.answersNothing]);
    await depositTo(deployed, terms, scripted, 1_000_000n);
    await assertSweeps(deployed, terms, scripted, await sweepOf(deployed, terms, scripted));
  });

  it("sets native token aside for a contract that refuses it, burns all gas, or answers with 300 kB", async () => {
    const deployed = await standingFixture();
    for (const [burns, answers] of [
      [false, false],
      [true, false],
      [false, true],
    ] as const) {
      const hostile = await viem.deployContract("HostileRecipient", [burns, answers]);
      const recipient = getAddress(hostile.address);
      const parts = [
        { recipient, bps: 5_000 },
        { recipient: seller, bps: 5_000 },
      ];
      const terms = termsOf([], { parts });
      await depositTo(deployed, terms, zeroAddress, parseEther("1"));
      await assertSweeps(deployed, terms, zeroAddress, await sweepOf(deployed, terms, zeroAddress), [recipient]);
    }
  });

  it("fails as a whole where not even the box can be paid, and the money waits", async () => {
    const deployed = await standingFixture();
    const token = deployed.scripted.address;
    const terms = termsOf(two);
    const box = boxOf(seller, deployed.standing.address);
    await deployed.scripted.write.treat([seller, manners.reverts]);
    await deployed.scripted.write.treat([box, manners.answersFalse]);
    const address = await depositTo(deployed, terms, token, 1_000_000n);
    await assertNotSwept(deployed, address, token, await sweepOf(deployed, terms, token), "SafeERC20FailedOperation", [
      getAddress(token),
    ]);
  });
});

describe("sweep of a token that lies", () => {
  it("fails as a whole where a transfer moves the money and answers false", async () => {
    const deployed = await standingFixture();
    const token = deployed.scripted.address;
    await deployed.scripted.write.treat([seller, manners.movesAndAnswersFalse]);
    const address = await depositTo(deployed, termsOf(two), token, 1_000_000n);
    await assert.rejects((await sweepOf(deployed, termsOf(two), token))());
    assert.equal(await balanceOf(token, address), 1_000_000n);
    assert.equal(await balanceOf(token, seller), 0n);
  });
});

describe("sweep with little gas", () => {
  /** Sweeps with every gas limit of a range; what is swept with less must be what is swept with plenty. */
  async function starve(
    deployed: StandingFixture,
    token: Address,
    terms: ReturnType<typeof termsOf>,
    recipient: Address,
  ) {
    const contract = await standingAs(deployed);
    const boxed = boxOf(recipient, deployed.standing.address);
    let refused = 0;
    let swept = 0;
    for (let gas = 340_000n; gas <= 760_000n; gas += 7_000n) {
      const snapshot = await networkHelpers.takeSnapshot();
      const before = await balanceOf(token, recipient);
      await contract.write.sweep([terms, token], { gas }).then(
        async () => {
          swept += 1;
          assert.ok((await balanceOf(token, recipient)) > before, `paid with ${gas} gas`);
        },
        () => {
          refused += 1;
        },
      );
      assert.equal(await balanceOf(token, boxed), 0n, `nothing set aside with ${gas} gas`);
      await snapshot.restore();
    }
    assert.ok(refused > 0 && swept > 0, `${refused} refused, ${swept} swept`);
  }

  it("never sets aside what could have been paid, whatever gas the caller gives: a token", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.usdc.address;
    const terms = termsOf(two);
    await depositTo(deployed, terms, token, 1_000_000n);
    await starve(deployed, token, terms, seller);
  });

  it("the same: a contract that needs much of what a try is given to take native token", async () => {
    const deployed = await standingFixture();
    const frugal = await viem.deployContract("GasHungryRecipient", [200_000n]);
    const recipient = getAddress(frugal.address);
    const terms = termsOf([], {
      parts: [
        { recipient: seller, bps: 5_000 },
        { recipient, bps: 5_000 },
      ],
    });
    await depositTo(deployed, terms, zeroAddress, parseEther("1"));
    await starve(deployed, zeroAddress, terms, recipient);
  });

  it("says how much was left", async () => {
    const deployed = await standingFixture();
    const token = deployed.tokens.usdc.address;
    const terms = termsOf(two);
    await depositTo(deployed, terms, token, 1_000_000n);
    const data = encodeFunctionData({ abi: standingDepositsAbi, functionName: "sweep", args: [terms, token] });
    const call = chain.call({ to: deployed.standing.address, data, gas: 350_000n });
    await assert.rejects(call, (error: Error) => {
      const found =
        error.message.match(new RegExp(`${notEnoughGas}([0-9a-f]{64})`)) ??
        error.message.match(/NotEnoughGas\((\d+)\)/);
      assert.ok(found, error.message);
      const left = found[0].startsWith("0x") ? BigInt(`0x${found[1]}`) : BigInt(found[1] ?? 0);
      assert.ok(left > 0n && (left * 63n) / 64n <= 300_000n, `${left}`);
      return true;
    });
  });

  it("does not ask for more than it must: a boundary of 300,000 gas times 64/63", async () => {
    const deployed = await standingFixture();
    const probe = await viem.deployContract("GasProbe");
    const token = probe.address;
    const terms = termsOf([10_000]);
    await depositTo(deployed, terms, token, 1_000_000n);
    const contract = await standingAs(deployed);
    await contract.write.sweep([terms, token], { gas: 2_000_000n });
    // The first transfer is the fetch; the tries after it get exactly this much.
    for (const given of await probe.read.gasGiven()) assert.ok(given <= 250_000n && given > 249_000n, `${given}`);
  });
});

describe("sweep called back into", () => {
  const paths = ["sweep", "sweep of another address", "collect", "collectTo"] as const;

  async function dataOf(path: (typeof paths)[number], token: Address): Promise<Hex> {
    if (path === "collect") return encode("collect", [seller, token]);
    if (path === "collectTo") return encode("collectTo", [token, other]);
    return encode("sweep", [path === "sweep" ? termsOf(two) : termsOf([1, 9_999]), token]);
  }

  for (const path of paths) {
    for (const nth of [1, 2, 3, 4]) {
      it(`from the token's transfer ${nth} by ${path}: refused, and nothing changes`, async () => {
        const deployed = await standingFixture();
        const { scripted, standing } = deployed;
        const token = scripted.address;
        await depositTo(deployed, termsOf([1, 9_999]), token, 50_000n);
        await scripted.write.mint([boxOf(seller, standing.address), 5n]);
        await scripted.write.mint([boxOf(token, standing.address), 5n]);
        await depositTo(deployed, termsOf(two), token, 1_000_000n);
        await scripted.write.callBackIn([BigInt(nth), standing.address, await dataOf(path, token)]);
        await assertSweeps(deployed, termsOf(two), token, await sweepOf(deployed, termsOf(two), token));
        assert.equal(await scripted.read.called(), true);
        assert.equal(await scripted.read.succeeded(), false);
        assert.equal(await scripted.read.answer(), lockError);
      });
    }

    it(`from a recipient of the native token by ${path}: refused, and it is paid all the same`, async () => {
      const deployed = await standingFixture();
      const hostile = await viem.deployContract("HostileRecipient", [false, false]);
      const recipient = getAddress(hostile.address);
      const terms = termsOf([], {
        parts: [
          { recipient, bps: 5_000 },
          { recipient: seller, bps: 5_000 },
        ],
      });
      await hostile.write.callBack([deployed.standing.address, await dataOf(path, zeroAddress)]);
      await depositTo(deployed, termsOf(two), zeroAddress, 1_000_000n);
      await depositTo(deployed, terms, zeroAddress, 1_000_000n);
      await assertSweeps(deployed, terms, zeroAddress, await sweepOf(deployed, terms, zeroAddress));
      assert.equal(await hostile.read.succeeded(), false);
      assert.equal(await hostile.read.answer(), lockError);
    });
  }
});

describe("StandingDeposits and native token from others", () => {
  it("is refused, with who sent it", async () => {
    const { standing } = await standingFixture();
    const sender = getAddress(wallets.payer.account.address);
    await viem.assertions.revertWithCustomErrorWithArgs(
      wallets.payer.sendTransaction({ to: standing.address, value: 1n }),
      standing,
      "NativeTokenRefused",
      [sender],
    );
  });
});

const lockError = toFunctionSelector("ReentrancyGuardReentrantCall()");
const notEnoughGas = toFunctionSelector("NotEnoughGas(uint256)");

function encode(functionName: "sweep" | "collect" | "collectTo", args: readonly unknown[]): Hex {
  return encodeFunctionData({ abi: standingDepositsAbi, functionName, args: args as never });
}
