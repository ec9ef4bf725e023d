import type { ColumnType, Generated, JSONColumnType, Selectable } from "kysely";
import type { Address } from "viem";
import type { TokenSymbol } from "../../protocol/index.ts";
import type { Mode } from "./owner.ts";

export type OrganizationTable = {
  id: string;
  name: string;
  /** Where its own share of a payment is paid to as long as no change has taken effect. */
  settlementAddress: Address;
  /** Where the customer goes from payments that name no address of their own. */
  successUrl: string | null;
  cancelUrl: string | null;
  /** `#rrggbb` of buttons and links on its pages; null: ours. */
  accentColor: string | null;
  /** Whom its customers ask: a mail address or a web page. */
  supportContact: string | null;
  /** What it takes no payments in. */
  disabledPairs: ColumnType<readonly Pair[], string | undefined, string>;
  /** How much each of its keys may ask for; null: as much as any. */
  limits: ColumnType<StoredLimits | null, string | null | undefined, string | null>;
  createdAt: Date;
};

export const logoTypes = ["image/png", "image/svg+xml"] as const;
export type LogoType = (typeof logoTypes)[number];

/** The picture that an organization's customers see: cleaned before it is stored. */
export type OrganizationLogoTable = {
  organizationId: string;
  type: LogoType;
  /** Of its content, and a part of its address. */
  hash: string;
  content: Uint8Array;
  createdAt: Date;
};

/** Another address to pay its shares to, from a time on: for one chain, or for all that have none of their own. */
export type SettlementAddressChangeTable = {
  id: string;
  organizationId: string;
  /** Null: all chains. */
  chainId: number | null;
  /** Null: the chain has none of its own any more. */
  address: Address | null;
  effectiveAt: Date;
  createdAt: Date;
};

/** A token on a chain. */
export type Pair = { readonly chainId: number; readonly token: TokenSymbol };

/** Kinds of routes that can have a limit of their own. */
export const routeGroups = ["reads", "writes", "quotes"] as const;
export type RouteGroup = (typeof routeGroups)[number];

/** Requests of one subject; in `groups` also of one kind of routes, each minute. */
export type StoredLimits = {
  readonly perMinute: number;
  readonly perHour: number;
  readonly perDay: number;
  readonly groups?: { readonly [Group in RouteGroup]?: number | undefined } | undefined;
};

/** Who changed an organization: one of its keys, a person, or the operator on the command line. */
export const actorKinds = ["key", "user", "operator"] as const;
export type ActorKind = (typeof actorKinds)[number];

/** A change of access, keys or settings. Rows are never changed. */
export type AuditLogTable = {
  id: string;
  /** In the order of writing, also within a millisecond. */
  sequence: Generated<bigint>;
  organizationId: string;
  action: string;
  /** What was changed: the kind of thing and its id. */
  target: string;
  actor: ActorKind;
  /** Of the key or the person; null for the operator. */
  actorId: string | null;
  /** The network address that it came from; null on the command line. */
  address: string | null;
  /** The fields that changed, without secrets. */
  before: JSONColumnType<Record<string, unknown>>;
  after: JSONColumnType<Record<string, unknown>>;
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
  /** Web origins that it is for; empty: servers. */
  allowedOrigins: Generated<string[]>;
  /** The key that made it; null for a first key. */
  parentId: string | null;
  /** The person who made it or the key that made it: it may do no more. Null: the operator's. */
  userId: string | null;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
  revokedAt: Date | null;
  createdAt: Date;
};

export type Organization = Selectable<OrganizationTable>;

export type OrganizationLogo = Selectable<OrganizationLogoTable>;

export type SettlementAddressChange = Selectable<SettlementAddressChangeTable>;

export type AuditEntry = Selectable<AuditLogTable>;

export type ApiKey = Selectable<ApiKeyTable>;
