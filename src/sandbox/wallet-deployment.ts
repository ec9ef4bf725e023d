import { type Address, encodeDeployData, type Hex, zeroHash } from "viem";
import { canonicalContracts, entryPoints, walletContracts } from "../protocol/index.ts";
import { metaMaskDelegatorInitCode, safe4337Artifact, safeArtifact } from "./artifacts.ts";
import { deployDeterministically } from "./deterministic-deployment.ts";
import { deployCode, type LocalChain } from "./local-chain.ts";

/** Safe's own deterministic deployment proxy, of the same code as Arachnid's. Its presigned transactions are one for each chain, and in no package. */
const safeDeployer: Address = "0x914d7Fec6aaC8cd542e72Bca78B30650d45643d7";

/**
 * The wallets that people have, as far as packages have their code. Safe's contracts are deployed as on real chains, so that their addresses prove them. Its module and the
 * set-up of that, and MetaMask's delegator, are placed at their published addresses: their packages' code does not lead there by any salt that is known. Coinbase's is in no package.
 */
export async function deployWallets(chain: LocalChain): Promise<void> {
  const { safe, metaMaskDelegator } = walletContracts;
  const bytecode = (await chain.getCode({ address: canonicalContracts.deterministicDeployer.address })) as Hex;
  await chain.setCode({ address: safeDeployer, bytecode });
  for (const [path, address] of [
    ["Safe.sol/Safe", safe.singleton],
    ["SafeL2.sol/SafeL2", safe.singletonL2],
    ["proxies/SafeProxyFactory.sol/SafeProxyFactory", safe.proxyFactory],
    ["libraries/MultiSend.sol/MultiSend", safe.multiSend],
    ["libraries/MultiSendCallOnly.sol/MultiSendCallOnly", safe.multiSendCallOnly],
  ] as const) {
    await deployDeterministically(chain, safeArtifact(path).bytecode, zeroHash, address, safeDeployer);
  }
  const module = { ...safe4337Artifact("Safe4337Module"), args: [entryPoints["0.7"]] };
  await place(chain, encodeDeployData(module), safe.module4337);
  await place(chain, safe4337Artifact("SafeModuleSetup").bytecode, safe.moduleSetup);
  await place(chain, metaMaskDelegatorInitCode(), metaMaskDelegator.address);
}

/** Deploys code somewhere, and puts what came of it at an address. */
async function place(chain: LocalChain, initCode: Hex, address: Address): Promise<void> {
  const bytecode = await chain.getCode({ address: await deployCode(chain, initCode) });
  if (bytecode === undefined) throw new Error(`What should stand at ${address} has no code.`);
  await chain.setCode({ address, bytecode });
}
