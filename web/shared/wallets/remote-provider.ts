import type { Eip1193Provider } from "./eip1193.ts";

/** What a wallet elsewhere is asked: its account, its chain, and what needs its key. */
const methods = new Set([
  "eth_accounts",
  "eth_chainId",
  "eth_requestAccounts",
  "eth_sendTransaction",
  "eth_signTypedData_v4",
  "wallet_addEthereumChain",
  "wallet_getCallsStatus",
  "wallet_getCapabilities",
  "wallet_sendCalls",
  "wallet_switchEthereumChain",
]);

export const remoteMethods: readonly string[] = [...methods];

/** The provider of a library that reaches a wallet elsewhere, without what the library would ask of servers of its own: we read the chain by our API. */
export function remoteProvider(provider: Eip1193Provider): Eip1193Provider {
  return {
    async request(request) {
      if (methods.has(request.method)) return provider.request(request);
      throw Object.assign(new Error(`${request.method} is not asked of a wallet elsewhere.`), { code: 4200 });
    },
    on: (event, listener) => provider.on?.(event, listener),
    removeListener: (event, listener) => provider.removeListener?.(event, listener),
  };
}
