import type { Generated, Selectable } from "kysely";
import type { Address } from "viem";
import type { Mode } from "./owner.ts";

export type OrganizationTable = {
  id: string;
  name: string;
  /** Where its own share of a payment is paid to, on every chain. */
  settlementAddress: Address;
  createdAt: Date;
};

export type ApiKeyTable = {
  id: string;
  organizationId: string;
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

export type Organization = Selectable<OrganizationTable>;

export type ApiKey = Selectable<ApiKeyTable>;
