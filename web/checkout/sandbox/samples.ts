import type { Checkout, Quote } from "../../../clients/typescript/types.ts";
import { say } from "../../shared/messages/index.ts";
import type { ConnectedWallet, Wallet } from "../../shared/wallets/index.ts";
import type { Plan } from "../payment-methods/index.ts";
import { type CheckoutEvent, type CheckoutState, initialState, reduce } from "../session/state.ts";

/** The time at which every sample is shown. */
const now = Date.parse("2026-03-14T10:30:00.000Z");
const later = (seconds: number) => new Date(now + seconds * 1_000).toISOString();

const recipients = [
  "0x976EA74026E726554dB657fA54763abd0C3a0aa9",
  "0x14dC79964da2C08b23698B3D3cc7Ca32193d9955",
  "0x23618e81E3f5cdF7f54C3d65f7FBc0aBf5B21E8f",
] as const;

type Option = Checkout["options"][number];

const option = (
  chainId: number,
  chainName: string,
  token: Option["token"],
  tokenAddress: string,
  estimatedFee: string | null,
): Option => ({
  chainId,
  chainName,
  token,
  tokenAddress,
  decimals: chainId === 56 ? 18 : 6,
  unavailableReason: null,
  gasless: { signatures: true, operations: true },
  signedTransfers: token === "USDC",
  estimatedFee,
  transfer: true,
});

const checkout: Checkout = {
  id: "0195940c-5c40-7b8a-9d51-3c1f5a2e7d10",
  status: "ACTIVE",
  merchantName: "Oak & Ash",
  logoUrl: null,
  accentColor: null,
  supportContact: "help@oak-and-ash.example",
  amount: "250.00",
  currency: "USD",
  title: "Chair, oak",
  description: "Made to order, delivered in April.",
  options: [
    option(8453, "Base", "USDC", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "0.003812"),
    option(42161, "Arbitrum One", "USDC", "0xaf88d065e77c8cC2239327C5EDb3A432268e5831", "0.008241"),
    option(137, "Polygon PoS", "USDT", "0xc2132D05D31c914a87C6611C10748AEb04B58e8F", "0.011420"),
    option(56, "BNB Smart Chain", "USDT", "0x55d398326f99059fF775485246999027B3197955", "0.021730"),
    option(1, "Ethereum", "USDC", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "1.240000"),
  ],
  successUrl: "https://shop.example/thanks",
  cancelUrl: "https://shop.example/basket",
  expiresAt: later(52 * 60 + 8),
  serverTime: later(0),
  chainId: null,
  token: null,
  amountToken: null,
  shares: null,
  receivedAmount: null,
  deposits: [],
  unexpected: [],
  refunds: [],
  txHash: null,
  confirmations: null,
  confirmationsRequired: null,
  finality: null,
  paidAt: null,
  failureReason: null,
  attempt: null,
};

const depositAddress = "0xEC854edb9a5C80df69a9F7A3234050a4557638f9";

const quote: Quote = {
  id: "0195940d-1111-7b8a-9d51-3c1f5a2e7d10",
  paymentId: checkout.id,
  onchainId: "0x5bb1f4ed8f2d5ab6ba8d8a1c8c3b8f6f5f7f44e1f3a0b5d6c7e8f90123456789",
  chainId: 8453,
  token: "USDC",
  tokenAddress: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
  decimals: 6,
  router: "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7",
  depositAddress,
  amountToken: "250.000000",
  exchangeRate: "1",
  terms: {
    uuid: "0x000000000000000000000000000000000195940c5c407b8a9d513c1f5a2e7d10",
    chainId: "8453",
    token: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
    deadline: `${Math.floor(now / 1_000) + 581}`,
    refundTo: "0x0000000000000000000000000000000000000000",
    shares: recipients.map((recipient, index) => ({
      recipient,
      amount: ["180000000", "60000000", "10000000"][index] ?? "0",
    })),
  },
  expiresAt: later(581),
  gasless: { signatures: true, operations: true },
  rpcUrl: "",
  paymasterUrl: "",
  checkoutToken: "",
};

const wallet = (name: string, id: string): Wallet => ({ id, name, connect: () => new Promise(() => {}) });
const wallets = [wallet("Fox Wallet", "1"), wallet("Harbour", "2")];

const connectedAddress = "0x8626f6940E2eb28930eFb4CeF49B2d1F2C9C1199";
const connected: ConnectedWallet = {
  wallet: wallets[0] ?? wallet("Fox Wallet", "1"),
  address: connectedAddress,
  provider: { request: () => new Promise(() => {}) } as unknown as ConnectedWallet["provider"],
  disconnect: async () => {},
  onChange: () => () => {},
};

/** As long as the real ones: what has to fit on a narrow screen. */
const connectionUri = `wc:${"5c9d".repeat(16)}@2?relay-protocol=irn&symKey=${"a1b2".repeat(16)}&expiryTimestamp=1795000000`;

const plan: Plan = {
  method: "authorization",
  gasless: true,
  asksSigners: false,
  steps: [{ key: "step.signAuthorization", values: { amount: "250.00\u00a0USDC", network: "Base" } }],
  alternatives: ["permit", "approval"],
  execute: () => new Promise(() => {}),
};

const ownTransactions: Plan = {
  method: "approval",
  gasless: false,
  asksSigners: false,
  steps: [
    { key: "step.approve", values: { amount: "250.00\u00a0USDC", network: "Base" } },
    { key: "step.sendPayment", values: { amount: "250.00\u00a0USDC", network: "Base", cost: "0.000031\u00a0ETH" } },
    { key: "step.wait", values: { amount: "250.00\u00a0USDC", network: "Base" } },
  ],
  alternatives: ["authorization"],
  execute: () => new Promise(() => {}),
};

const proposed: Plan = {
  method: "batch",
  gasless: false,
  asksSigners: true,
  steps: [
    { key: "step.accountBatch", values: { amount: "250.00\u00a0USDC", network: "Base" } },
    { key: "step.wait", values: { amount: "250.00\u00a0USDC", network: "Base" } },
  ],
  alternatives: ["approval"],
  execute: () => new Promise(() => {}),
};

const paid = {
  chainId: 8453,
  token: "USDC",
  amountToken: "250.000000",
  receivedAmount: "250.000000",
  shares: recipients.map((recipient, index) => ({
    recipient,
    amount: ["180.000000", "60.000000", "10.000000"][index] ?? "0",
  })),
  txHash: "0x8f3a2b1c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8",
  paidAt: later(-40),
} as const satisfies Partial<Checkout>;

const deposit = {
  quoteId: quote.id,
  chainId: 8453,
  token: "USDC",
  address: depositAddress,
  receivedAmount: "100.000000",
  dueAmount: "150.000000",
} as const;

const unexpected = {
  chainId: 8453,
  token: "USDC",
  amount: "250.000000",
  address: depositAddress,
  txHash: null,
} as const;

const received = (changes: Partial<Checkout> = {}): CheckoutEvent => ({
  type: "received",
  checkout: { ...checkout, ...changes },
  now,
});
const quoted: CheckoutEvent = { type: "quoted", quote };
const returnable: Quote = { ...quote, terms: { ...quote.terms, refundTo: connectedAddress } };
const refundSet: CheckoutEvent = { type: "quoted", quote: returnable };
/** One recipient. */
const alone: Quote = {
  ...quote,
  terms: { ...quote.terms, shares: [{ recipient: recipients[0], amount: "250000000" }] },
};
const found: CheckoutEvent = { type: "walletsFound", wallets };
const byAddress: CheckoutEvent = { type: "payByChosen", payBy: "address" };
const reviewed: CheckoutEvent = { type: "walletMoved", wallet: { name: "review", connected, plan } };

const unavailable = checkout.options.map((one, index) => {
  if (index === 4) return { ...one, unavailableReason: "CHAIN_BEHIND" as const };
  // Nothing there submits for the payer.
  return index === 3 ? { ...one, gasless: { signatures: false, operations: false } } : one;
});

/** What leads to each screen, and to what else it can show. */
/** One that is final and one that is not. */
const refunds = [
  { chainId: 8453, token: "USDC", amount: "40.000000", txHash: `0x${"5a".repeat(32)}`, final: true },
  { chainId: 8453, token: "USDC", amount: "2.500000", txHash: `0x${"6b".repeat(32)}`, final: false },
] as const satisfies Checkout["refunds"];

const histories = {
  loading: [],
  choose: [received()],
  "choose-unavailable": [received({ options: unavailable })],
  "choose-nothing": [received({ options: unavailable.slice(4) })],
  "choose-failed": [
    received({ currency: "EUR" }),
    { type: "quoteFailed", problem: { key: "quote.rateUnavailable", values: {} } },
  ],
  wallet: [received(), found, quoted],
  "wallet-ending": [
    received({ currency: "EUR" }),
    found,
    { type: "quoted", quote: { ...quote, exchangeRate: "1.1626", expiresAt: later(95) } },
  ],
  "wallet-none": [received(), quoted],
  "wallet-connecting": [
    received(),
    found,
    quoted,
    { type: "walletMoved", wallet: { name: "connecting", wallet: connected.wallet, uri: null } },
  ],
  "wallet-scan": [
    received(),
    found,
    quoted,
    { type: "walletMoved", wallet: { name: "connecting", wallet: wallet("WalletConnect", "3"), uri: connectionUri } },
  ],
  "wallet-review": [received(), found, quoted, reviewed],
  "wallet-paying": [
    received(),
    found,
    quoted,
    { type: "walletMoved", wallet: { name: "paying", connected, plan, progress: { step: 0, waitsFor: "wallet" } } },
  ],
  "wallet-elsewhere": [
    received(),
    found,
    quoted,
    {
      type: "walletFailed",
      problem: {
        key: "problem.notEnoughTokens",
        values: { needed: "250.00 USDC", held: "12.40 USDC", network: "Base" },
      },
    },
    {
      type: "holdingsRead",
      holdings: {
        needed: "250.00",
        balances: [
          { chainId: 8453, token: "USDC", balance: "12.40" },
          { chainId: 42161, token: "USDC", balance: "310.00" },
          { chainId: 56, token: "USDT", balance: "2048.50" },
        ],
      },
    },
  ],
  "wallet-failed": [
    received(),
    found,
    quoted,
    reviewed,
    { type: "walletFailed", problem: { key: "wallet.failed", values: {} } },
  ],
  "wallet-unsupported": [
    received(),
    found,
    quoted,
    reviewed,
    {
      type: "walletFailed",
      problem: {
        key: "problem.methodRefused",
        values: { refused: say("method.permit2"), chosen: say("method.authorization") },
      },
    },
  ],
  "wallet-withheld": [
    received(),
    found,
    quoted,
    { type: "walletMoved", wallet: { name: "review", connected, plan: ownTransactions } },
    {
      type: "walletFailed",
      problem: {
        key: "problem.methodWithheld",
        values: { why: say("withheld.attemptsFailed"), chosen: say("method.approval") },
      },
    },
  ],
  "wallet-waiting": [
    received(),
    found,
    quoted,
    {
      type: "walletMoved",
      wallet: { name: "paying", connected, plan: ownTransactions, progress: { step: 0, waitsFor: "network" } },
    },
  ],
  "wallet-signers": [
    received(),
    found,
    quoted,
    {
      type: "walletMoved",
      wallet: { name: "paying", connected, plan: proposed, progress: { step: 1, waitsFor: "signers" } },
    },
  ],
  "phone-wallet-none": [received(), quoted, { type: "payByChosen", payBy: "wallet" }],
  phone: [received(), { type: "quoted", quote: alone }],
  address: [received(), refundSet, byAddress],
  "address-refund": [received(), quoted, byAddress],
  "address-refund-refused": [
    received(),
    quoted,
    byAddress,
    { type: "quoteFailed", problem: { key: "refund.refused", values: {} } },
  ],
  partial: [received({ deposits: [deposit] }), refundSet, byAddress],
  renewal: [
    received({ currency: "EUR" }),
    { type: "quoted", quote: { ...quote, expiresAt: later(-5), amountToken: "290.292615" } },
    { type: "offered", quote: { ...quote, amountToken: "290.351812" } },
  ],
  submitted: [received(), quoted, { type: "submitted" }],
  processing: [
    received({
      ...paid,
      status: "PROCESSING",
      confirmations: 3,
      confirmationsRequired: 13,
      finality: { rule: "12 blocks", confirmationsRequired: 13, tag: null, final: false, estimatedSecondsLeft: 20 },
    }),
  ],
  "processing-accepted": [received({ ...paid, status: "PROCESSING", txHash: null, paidAt: null })],
  returning: [received(), received({ ...paid, status: "SUCCESSFUL" })],
  success: [received({ ...paid, status: "SUCCESSFUL", confirmations: 13, confirmationsRequired: 13 })],
  refunded: [received({ ...paid, status: "SUCCESSFUL", refunds: [...refunds] })],
  overpaid: [received({ ...paid, status: "SUCCESSFUL", unexpected: [{ kind: "OVERPAID", ...unexpected }] })],
  late: [received({ status: "EXPIRED", unexpected: [{ kind: "LATE", ...unexpected }] })],
  expired: [received({ status: "EXPIRED" })],
  "expired-checking": [received({ expiresAt: later(-2) }), quoted, byAddress],
  cancelled: [received({ status: "CANCELLED" })],
  failed: [
    received({
      ...paid,
      status: "FAILED",
      paidAt: null,
      receivedAmount: null,
      failureReason: "The payer's operation was included in a block and reverted: no money moved.",
    }),
  ],
  offline: [received(), refundSet, byAddress, { type: "disconnected" }],
  error: [{ type: "disconnected" }],
  unknown: [{ type: "unknown" }],
} as const satisfies Record<string, readonly CheckoutEvent[]>;

export type SampleName = keyof typeof histories;
export const sampleNames = Object.keys(histories) as SampleName[];

export function sampleState(name: SampleName): CheckoutState {
  return (histories[name] as readonly CheckoutEvent[]).reduce(reduce, initialState(now, name.startsWith("phone")));
}
