import type { Address } from "viem";

/** The contract of mandates where no chain has one. */
export const anyMandates: Address = "0x4D616E6461746573000000000000000000000001";

/** Ten dollars each month of a year, on Base. */
export const anyMandate = {
  title: "Pro plan",
  chainId: 8453,
  token: "USDC",
  amount: "10.00",
  interval: { unit: "MONTH", count: 1 },
  periods: 12,
} as const;
