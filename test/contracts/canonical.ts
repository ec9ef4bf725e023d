import { createTestClient, custom, type Hex, publicActions, walletActions } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { canonicalContracts } from "../../src/protocol/index.ts";
import { deployCanonicalContracts } from "../../src/sandbox/canonical-deployment.ts";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";
import { chainId, connection, networkHelpers } from "./fixture.ts";

/** Arachnid's deployment proxy, which anvil has from the start: its code is checked by its hash. */
const deterministicDeployer: Hex =
  "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";

/** Somebody with native coins whose key is here: transactions with authorizations (EIP-7702) are signed by us. */
export const bundlerAccount = privateKeyToAccount(`0x${"b0".repeat(32)}`);

/** The canonical contracts as the sandbox has them, on the simulated chain: deployed once, whatever else a test needs. Answers a client of it that signs as the bundler. */
export const deployCanonical = (): Promise<LocalChain> => networkHelpers.loadFixture(deploy);

async function deploy(): Promise<LocalChain> {
  const client = createTestClient({
    mode: "hardhat",
    account: bundlerAccount,
    chain: { ...hardhat, id: Number(chainId) },
    transport: custom(connection.provider),
    cacheTime: 0,
  });
  const local = client.extend(publicActions).extend(walletActions) as unknown as LocalChain;
  await networkHelpers.setBalance(bundlerAccount.address, 10n ** 20n);
  await networkHelpers.setCode(canonicalContracts.deterministicDeployer.address, deterministicDeployer);
  await deployCanonicalContracts(local);
  return local;
}
