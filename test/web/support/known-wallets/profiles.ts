import type { PayerFacts } from "../../../../web/checkout/payment-methods/inspect-payer.ts";

/** What the page finds out of a wallet's account and of the wallet, as its tests assert it. */
export type WalletProfile = Pick<PayerFacts, "kind" | "code" | "checksSignatures" | "capabilities">;

const noBatches = { atomic: "unsupported", paymasterService: false, callsVersion: "2.0.0" } as const;

/** By the head of its column in docs/wallets.md, which is written from these. */
export const profiles = {
  "plain key (Rabby)": { kind: "key", code: null, checksSignatures: false, capabilities: noBatches },
  MetaMask: {
    kind: "key",
    code: null,
    checksSignatures: false,
    capabilities: { ...noBatches, atomic: "ready" },
  },
  "MetaMask, upgraded": {
    kind: "delegated",
    code: "metaMask",
    checksSignatures: true,
    capabilities: { ...noBatches, atomic: "supported" },
  },
  "Coinbase's smart wallet, new": {
    kind: "key",
    code: null,
    checksSignatures: false,
    capabilities: { atomic: "supported", paymasterService: true, callsVersion: "1.0" },
  },
  Safe: {
    kind: "contract",
    code: "safe",
    checksSignatures: false,
    capabilities: { atomic: "supported", paymasterService: false, callsVersion: "1.0" },
  },
} as const satisfies Readonly<Record<string, WalletProfile>>;
