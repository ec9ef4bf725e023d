import { createTestWallet, ProviderRpcError, type TestWallet, type TestWalletOptions } from "../test-wallet.ts";

/** As Rabby does: a plain key that stays one. It knows nothing of batches, and says so in words of its own. */
export function rabby(options: TestWalletOptions): TestWallet {
  const wallet = createTestWallet({ name: "Rabby Wallet", ...options });
  wallet.respond = async ({ method }, answer) => {
    const isKnown = method.startsWith("eth_") || /^wallet_(add|switch)EthereumChain$/.test(method);
    if (!isKnown) throw new ProviderRpcError(-32601, `method [${method}] doesn't has corresponding handler`);
    return answer();
  };
  return wallet;
}
