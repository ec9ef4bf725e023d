import { type Address, concat, getCreate2Address, type Hex, isAddressEqual, keccak256 } from "viem";
import { canonicalContracts } from "../protocol/index.ts";
import { type LocalChain, transact } from "./local-chain.ts";

/** Through a deterministic deployment proxy, whose call data is the salt and then the init code. Throws where that leads to another address. */
export async function deployDeterministically(
  chain: LocalChain,
  initCode: Hex,
  salt: Hex,
  expected: Address,
  from: Address = canonicalContracts.deterministicDeployer.address,
): Promise<void> {
  const address = getCreate2Address({ from, salt, bytecodeHash: keccak256(initCode) });
  if (!isAddressEqual(address, expected)) {
    throw new Error(`A package ships other code than expected: it would be at ${address}, not at ${expected}.`);
  }
  await transact(chain, from, concat([salt, initCode]));
  await expectCode(chain, expected);
}

/** Throws unless there is code at an address, of this hash where one is given. */
export async function expectCode(chain: LocalChain, address: Address, codeHash?: Hex): Promise<void> {
  const code = await chain.getCode({ address });
  if (code === undefined) throw new Error(`There is no code at ${address} on chain ${chain.chain.id}.`);
  if (codeHash !== undefined && keccak256(code) !== codeHash) {
    throw new Error(`The code at ${address} on chain ${chain.chain.id} is not the canonical one.`);
  }
}
