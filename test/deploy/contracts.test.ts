import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import { contractsOf } from "../../deploy/shared/contract-names.ts";
import { ownContracts } from "../../deploy/shared/contracts.ts";
import { parametersFile } from "../../deploy/shared/parameters.ts";
import { railsplitModule } from "../../ignition/modules/Railsplit.ts";
import { chains } from "../../src/protocol/index.ts";

const someone = "0x00000000000000000000000000000000000000AA";
const parameters = { Railsplit: { feeRecipient: someone, sponsorSigner: someone, sponsorOwner: someone } } as const;

describe("ownContracts", () => {
  it("name the test token on testnets, and nothing else differs between chains", async () => {
    const real = await ownContracts(parameters, { testnet: false });
    const test = await ownContracts(parameters, { testnet: true });
    assert.deepEqual(
      real.map(({ name }) => name),
      ["PaymentRouter", "StandingDeposits", "Mandates", "GasSponsor", "GasSponsorV07", "GasSponsorV06"],
    );
    assert.deepEqual(test.slice(0, -1), real);
    assert.deepEqual(
      test.slice(-1).map(({ name }) => name),
      ["TestTether"],
    );
  });

  it("put the test token where the chain tables of testnets have it, and on no real chain", async () => {
    const test = await ownContracts(parameters, { testnet: true });
    const address = test.find(({ name }) => name === "TestTether")?.address;
    const having = chains.filter(({ tokens }) => tokens.some((token) => token.address === address));
    assert.deepEqual(
      having.map(({ network }) => network),
      ["sepolia", "arbitrumSepolia", "baseSepolia", "amoy", "optimismSepolia"],
    );
    assert.ok(having.every(({ testnet }) => testnet));
  });

  it("are what Ignition's module deploys, by name and in order", () => {
    for (const testnet of [false, true]) {
      const names = contractsOf({ testnet });
      const futures = [...railsplitModule(names).futures].map(({ id }) => id.replace(/.*#/, ""));
      assert.deepEqual(futures, names);
    }
    assert.deepEqual(Object.keys(railsplitModule(["Mandates"]).results), ["Mandates"]);
  });

  it("have a file of parameters on every chain", async () => {
    const files = await readdir(new URL("../../ignition/parameters/", import.meta.url));
    assert.deepEqual(files.sort(), chains.map(({ network }) => `${network}.json`).sort());
    assert.ok(parametersFile("base").endsWith("ignition/parameters/base.json"));
  });
});
