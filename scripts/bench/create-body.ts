import type { Address } from "viem";

export const settlementAddress: Address = "0x1111111111111111111111111111111111111111";
/** A create, with two sellers. */
export const body = JSON.stringify({
  amount: "250.00",
  currency: "USD",
  sellers: [
    { address: "0x2222222222222222222222222222222222222222", amount: "60.00" },
    { address: "0x3333333333333333333333333333333333333333", amount: "10.00" },
  ],
  metadata: { cart: "7" },
});
