import { type Address, concat, getCreate2Address, type Hex, isAddressEqual, keccak256, zeroHash } from "viem";
import { encodeDeployData } from "viem/utils";
import { canonicalContracts } from "../protocol/index.ts";
import {
  createXTransaction,
  entryPoint,
  multicall3Code,
  permit2InitCode,
  simple7702Account,
  simpleAccountFactory,
} from "./artifacts.ts";
import { type LocalChain, transact } from "./local-chain.ts";

/** Sender of CreateX's presigned transaction: nobody holds its key. */
const createXDeployer: Address = "0xeD456e05CaAb11d66C4c797dD6c1D6f9A7F352b5";

const salts = {
  entryPoint: "0x0a59dbff790c23c976a548690c27297883cc66b4c67024f9117b0238995e35e9",
  permit2: "0x0000000000000000000000000000000000000000d3af2663da51c10215000000",
} as const;

/** Deploys the canonical contracts by the same transactions as on real chains: so their addresses prove their code. Throws on another address. */
export async function deployCanonicalContracts(chain: LocalChain): Promise<void> {
  const { deterministicDeployer, multicall3, createX, permit2 } = canonicalContracts;
  await expectCode(chain, deterministicDeployer.address, deterministicDeployer.codeHash);

  await chain.setBalance({ address: createXDeployer, value: 10n ** 18n });
  const hash = await chain.sendRawTransaction({ serializedTransaction: createXTransaction() });
  await chain.waitForTransactionReceipt({ hash });
  await expectCode(chain, createX.address, createX.codeHash);

  await deployDeterministically(chain, permit2InitCode(), salts.permit2, permit2.address);
  const entryPointAddress = canonicalContracts.entryPoint.address;
  await deployDeterministically(chain, entryPoint().bytecode, salts.entryPoint, entryPointAddress);
  const factory = encodeDeployData({ ...simpleAccountFactory(), args: [entryPointAddress] });
  await deployDeterministically(chain, factory, zeroHash, canonicalContracts.simpleAccountFactory.address);
  await deployDeterministically(
    chain,
    simple7702Account().bytecode,
    zeroHash,
    canonicalContracts.simple7702Account.address,
  );

  // Its presigned transaction is in no package; the code's hash proves that it is the same.
  await chain.setCode({ address: multicall3.address, bytecode: multicall3Code() });
  await expectCode(chain, multicall3.address, multicall3.codeHash);
}

/** Through the deterministic deployment proxy, whose call data is the salt and then the init code. */
async function deployDeterministically(chain: LocalChain, initCode: Hex, salt: Hex, expected: Address): Promise<void> {
  const from = canonicalContracts.deterministicDeployer.address;
  const address = getCreate2Address({ from, salt, bytecodeHash: keccak256(initCode) });
  if (!isAddressEqual(address, expected)) {
    throw new Error(`A package ships other code than expected: it would be at ${address}, not at ${expected}.`);
  }
  await transact(chain, from, concat([salt, initCode]));
  await expectCode(chain, expected);
}

async function expectCode(chain: LocalChain, address: Address, codeHash?: Hex): Promise<void> {
  const code = await chain.getCode({ address });
  if (code === undefined) throw new Error(`There is no code at ${address} on chain ${chain.chain.id}.`);
  if (codeHash !== undefined && keccak256(code) !== codeHash) {
    throw new Error(`The code at ${address} on chain ${chain.chain.id} is not the canonical one.`);
  }
}
