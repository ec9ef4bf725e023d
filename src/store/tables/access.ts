import type { Generated, Selectable } from "kysely";
import type { Address } from "viem";
import type { Mode } from "./owner.ts";

export type MerchantTable = {
  id: string;
  name: string;
  /** Where the merchant's own share is paid to, on every chain. */
  settlementAddress: Address;
  createdAt: Date;
};

export type ApiKeyTable = {
  id: string;
  merchantId: string;
  mode: Mode;
  /** SHA-256 of the key, in hex. The key itself is shown once and never stored. */
  hash: string;
  /** What its owner calls it. */
  name: Generated<string>;
  /** Its last characters, to tell keys apart. */
  hint: Generated<string>;
  /** What it may do; `*` is everything. */
  scopes: Generated<string[]>;
  /** Addresses and CIDR ranges that it may be used from; empty is anywhere. */
  allowedAddresses: Generated<string[]>;
  /** The key that made it; null for a first key. */
  parentId: string | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
};

export type Merchant = Selectable<MerchantTable>;

export type ApiKey = Selectable<ApiKeyTable>;
