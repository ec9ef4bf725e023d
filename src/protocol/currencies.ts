import type { TokenSymbol } from "./chains/index.ts";

/** The fiat currencies a payment can be priced in, with the decimals of their minor unit (ISO 4217; ARS, IDR and the like are used with two). */
export const currencies = {
  USD: 2,
  EUR: 2,
  GBP: 2,
  AED: 2,
  ARS: 2,
  BRL: 2,
  IDR: 2,
  ILS: 2,
  JPY: 0,
  MXN: 2,
  NGN: 2,
  PHP: 2,
  THB: 2,
  VND: 0,
} as const;

export type Currency = keyof typeof currencies;

export const currencyCodes = Object.keys(currencies) as [Currency, ...Currency[]];

/** What a price can be in: a currency, or a stablecoin as such, whose rate cannot move. */
export type PricingUnit = Currency | TokenSymbol;

/** The decimals of each. A token has as many on every chain at least. */
export const pricingUnits = { ...currencies, USDC: 6, USDT: 6, EURC: 6 } as const satisfies Record<PricingUnit, number>;

export const pricingUnitCodes = Object.keys(pricingUnits) as [PricingUnit, ...PricingUnit[]];
