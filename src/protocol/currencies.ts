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
