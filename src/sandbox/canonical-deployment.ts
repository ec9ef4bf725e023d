import { type Address, zeroHash } from "viem";
import { encodeDeployData } from "viem/utils";
import { canonicalContracts, type EntryPointVersion, entryPoints, entryPointVersions } from "../protocol/index.ts";
import {
  createXTransaction,
  entryPoint,
  multicall3Code,
  permit2InitCode,
  simple7702Account,
  simpleAccountFactory,
} from "./artifacts.ts";
import { deployDeterministically, expectCode } from "./deterministic-deployment.ts";
import type { LocalChain } from "./local-chain.ts";
import { deployWallets } from "./wallet-deployment.ts";

/** Sender of CreateX's presigned transaction: nobody holds its key. */
const createXDeployer: Address = "0xeD456e05CaAb11d66C4c797dD6c1D6f9A7F352b5";

const salts = {
  entryPoints: {
    "0.8": "0x0a59dbff790c23c976a548690c27297883cc66b4c67024f9117b0238995e35e9",
    "0.7": "0x90d8084deab30c2a37c45e8d47f49f2f7965183cb6990a98943ef94940681de3",
    "0.6": zeroHash,
  },
  permit2: "0x0000000000000000000000000000000000000000d3af2663da51c10215000000",
} as const;

const accountFactories: Readonly<Record<EntryPointVersion, Address>> = {
  "0.8": canonicalContracts.simpleAccountFactory.address,
  "0.7": canonicalContracts.simpleAccountFactory07.address,
  "0.6": canonicalContracts.simpleAccountFactory06.address,
};

/** Deploys the canonical contracts by the same transactions as on real chains: so their addresses prove their code. Throws on another address. */
export async function deployCanonicalContracts(chain: LocalChain): Promise<void> {
  const { deterministicDeployer, multicall3, createX, permit2 } = canonicalContracts;
  await expectCode(chain, deterministicDeployer.address, deterministicDeployer.codeHash);

  await chain.setBalance({ address: createXDeployer, value: 10n ** 18n });
  const hash = await chain.sendRawTransaction({ serializedTransaction: createXTransaction() });
  await chain.waitForTransactionReceipt({ hash });
  await expectCode(chain, createX.address, createX.codeHash);

  await deployDeterministically(chain, permit2InitCode(), salts.permit2, permit2.address);
  for (const version of entryPointVersions) {
    const address = entryPoints[version];
    await deployDeterministically(chain, entryPoint(version).bytecode, salts.entryPoints[version], address);
    const factory = encodeDeployData({ ...simpleAccountFactory(version), args: [address] });
    await deployDeterministically(chain, factory, zeroHash, accountFactories[version]);
  }
  await deployDeterministically(
    chain,
    simple7702Account().bytecode,
    zeroHash,
    canonicalContracts.simple7702Account.address,
  );

  await deployWallets(chain);

  // Its presigned transaction is in no package; the code's hash proves that it is the same.
  await chain.setCode({ address: multicall3.address, bytecode: multicall3Code() });
  await expectCode(chain, multicall3.address, multicall3.codeHash);
}
