import type { Address } from "viem";
import type { CheckoutContext } from "../../src/checkout/context.ts";
import type { CustomersContext } from "../../src/customers/context.ts";
import { watchQuote } from "../../src/deposits/watch-quote.ts";
import type { GasContext } from "../../src/gas/context.ts";
import type { MandatesContext } from "../../src/mandates/context.ts";
import type { PaymentsContext } from "../../src/payments/context.ts";
import { type Chain, enabledChains, feeBasisPoints } from "../../src/protocol/index.ts";
import type { QuotesContext } from "../../src/quotes/context.ts";
import { createMarketRates } from "../../src/rates/market-rates.ts";
import type { Clock } from "../../src/runtime/clock.ts";
import type { Database, Mode } from "../../src/store/index.ts";

/** What the engines work with. */
export type EngineContext = PaymentsContext &
  QuotesContext &
  GasContext &
  CheckoutContext &
  CustomersContext &
  MandatesContext;

import { anyStanding } from "./standing.ts";

/** A router's address where no chain has one. */
export const anyRouter: Address = "0x707D40e0Cd65eC6Ab4d136875226C55Ca09223b7";

/**
 * The engines over a database: only dollars have a rate, which counts as one that can move, so that quotes live for ten minutes; and gas has no price unless a test
 * gives it one.
 */
export function engineContext(
  database: Database,
  clock: Clock,
  {
    chains = enabledChains.map((chain) => ({ ...chain, tokens: chain.tokens.filter(({ enabled }) => enabled) })),
    router = anyRouter,
    gasPrices = () => null,
    modeOf = () => "test",
  }: {
    readonly chains?: readonly Chain[];
    readonly router?: Address;
    readonly gasPrices?: EngineContext["gasPrices"];
    /** Whose payments a chain takes; test ones on every chain where left out. */
    readonly modeOf?: (chain: Chain) => Mode;
  } = {},
): EngineContext {
  return {
    database,
    clock,
    rates: { ...createMarketRates({ sources: [], clock, log: { warn() {} } }), isFixed: () => false },
    gasPrices,
    services: new Map(),
    sponsorshipLimit: 0n,
    chains: chains.map((chain) => ({ ...chain, mode: modeOf(chain) })),
    router,
    feeBasisPoints,
    reserved: [router],
    settlesDeposits: true,
    standing: anyStanding,
    mandates: null,
    findDenied: async () => [],
    mostOpenPerAddress: 1_000,
    checkoutUrl: "https://pay.example/p",
    onQuote: (transaction, quote) => watchQuote({ chains }, transaction, quote),
  };
}
