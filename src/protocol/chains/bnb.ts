import type { Chain } from "./chain.ts";

export const bnb: Chain = {
  id: 56,
  network: "bnb",
  name: "BNB Smart Chain",
  nativeCurrency: "BNB",
  blockTime: 450,
  testnet: false,
  enabled: true,
  finality: [
    { upTo: 10n, rule: { kind: "tag", tag: "finalized" } },
    { upTo: 1000n, rule: { kind: "tag", tag: "finalized", blocks: 15 } },
    { upTo: null, rule: { kind: "tag", tag: "finalized", blocks: 50 } },
  ],
  tagLatency: { safe: null, finalized: 2 },
  tokens: [
    {
      symbol: "USDT",
      address: "0x55d398326f99059fF775485246999027B3197955",
      decimals: 18,
      domain: null,
      permit: false,
      authorization: false,
      returnsBool: true,
      approveZeroFirst: false,
      denylist: "none",
      pausable: false,
      feeSwitch: false,
      enabled: true,
    },
  ],
  impostors: { binancePegUSDC_18dec: "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d" },
};

export const bnbTestnet: Chain = {
  id: 97,
  network: "bnbTestnet",
  name: "BNB Smart Chain Testnet",
  nativeCurrency: "BNB",
  blockTime: 450,
  testnet: true,
  enabled: false,
  finality: bnb.finality,
  tagLatency: bnb.tagLatency,
  tokens: [
    {
      symbol: "USDT",
      address: "0x337610d27c682E347C9cD60BD4b3b107C9d34dDd",
      decimals: 18,
      domain: null,
      permit: false,
      authorization: false,
      returnsBool: true,
      approveZeroFirst: false,
      denylist: "none",
      pausable: false,
      feeSwitch: false,
      enabled: true,
    },
  ],
};
