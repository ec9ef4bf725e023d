import type { ColumnType, JSONColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { Mode } from "./owner.ts";

/** Somebody who pays a merchant in again and again. */
export type CustomerTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  /** The merchant's own name for the customer; no two customers of an owner have the same. */
  externalId: string | null;
  name: string | null;
  createdAt: Date;
};

/** A recipient of a standing split: a seller's, or of a standing address the merchant's too, which comes first. */
export type StoredPart = { recipient: Address; bps: number };

/** What a merchant bound addresses to: an account of a customer, a contract, a purpose. */
export type DepositReferenceTable = {
  id: string;
  organizationId: string;
  mode: Mode;
  customerId: string;
  /** The merchant's own word. No two that are bound have the same. */
  reference: string;
  /** `ref` of its terms: a salted hash of the reference. */
  salted: Hex;
  /** Who gets a part beside the merchant. */
  sellers: JSONColumnType<StoredPart[]>;
  createdAt: Date;
  /** Its addresses are given out no more; what comes there is credited all the same. */
  unboundAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/** A standing deposit address by its terms: nothing of it can ever change. */
export type StandingTermsTable = {
  id: string;
  referenceId: string;
  /** With its checksum. */
  address: Address;
  standingId: Hex;
  /** Of the terms: where anybody may sweep. Zero: on any chain. */
  sweptOn: number;
  parts: JSONColumnType<StoredPart[]>;
  createdAt: Date;
  /** Another split took its place; it is watched for ever. */
  replacedAt: ColumnType<Date | null, Date | null | undefined, Date | null>;
};

/** A chain on which a standing address was given out, and is watched from then on. */
export type StandingWatchTable = {
  chainId: number;
  address: Address;
  termsId: string;
  createdAt: Date;
};

export type Customer = Selectable<CustomerTable>;

export type DepositReference = Selectable<DepositReferenceTable>;

export type StandingTermsRow = Selectable<StandingTermsTable>;
