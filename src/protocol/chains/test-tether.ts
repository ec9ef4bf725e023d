import type { Hex } from "viem";
import type { Token } from "./chain.ts";

/**
 * Our worthless dollar, for testnets on which Tether has none: `contracts/testnet/TestTether.sol`, whose `drip` gives anybody some. It has no
 * parameters, so whoever deploys it does to the same address.
 */
export const testTether = (separator: Hex): Token => ({
  symbol: "USDT",
  address: "0x7B4B359979173a9467eCc13a9C218fe67125ca20",
  decimals: 6,
  domain: { name: "Railsplit Test USD", version: "1", separator },
  permit: true,
  authorization: false,
  returnsBool: true,
  approveZeroFirst: false,
  denylist: "none",
  pausable: false,
  feeSwitch: false,
  enabled: true,
});
