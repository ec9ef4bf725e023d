import { type Address, encodeFunctionData, parseAbi } from "viem";
import type { Token } from "../../src/protocol/index.ts";
import { type LocalChain, transact } from "../../src/sandbox/local-chain.ts";

const abi = parseAbi(["function blacklist(address account)", "function unBlacklist(address account)"]);

/** Has Circle freeze an account, or let it go, in a block of its own. */
export async function freezeAccount(
  local: LocalChain,
  token: Token,
  account: Address,
  done: "blacklist" | "unBlacklist" = "blacklist",
): Promise<void> {
  await transact(local, token.address, encodeFunctionData({ abi, functionName: done, args: [account] }));
}
