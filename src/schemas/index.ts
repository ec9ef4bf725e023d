/** Bounded schemas of what strangers write and of what they are answered. */
export * from "./address.ts";
export * from "./amount.ts";
export * from "./hex.ts";
export * from "./instant.ts";
export * from "./int32.ts";
export * from "./mail-address.ts";
export * from "./percent.ts";
export * from "./prefixed-id.ts";
export * from "./text.ts";
export * from "./text-stream.ts";
export * from "./uint256.ts";
export * from "./web-url.ts";
