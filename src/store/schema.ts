import type { ColumnType, Generated, GeneratedAlways, JSONColumnType, Selectable } from "kysely";
import type { Address, Hex } from "viem";
import type { Currency, PaymentStatus, StoredTerms, TokenSymbol } from "../protocol/index.ts";

export const modes = ["live", "test"] as const;
export type Mode = (typeof modes)[number];

/** Whose rows: a merchant's, in one of the two modes. */
export type Owner = { readonly merchantId: string; readonly mode: Mode };

/** A part of a list: at most `limit` rows after the one with the id `cursor`. */
export type PageRequest = { readonly cursor?: string | undefined; readonly limit: number };

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

/** A request that carried an `Idempotency-Key`, and what was answered. */
export type IdempotentRequestTable = {
  apiKeyId: string;
  key: string;
  /** Of method, path and body. */
  requestHash: string;
  /** The id of what the request creates: a request that is run again after a crash finds it. */
  resourceId: string;
  /** Null while the request is in flight. */
  statusCode: number | null;
  /** Encrypted under the API key, since it may show a secret. */
  response: string | null;
  /** A process that has not answered by then is taken for dead. */
  lockedUntil: Date;
  createdAt: Date;
};

/** A seller as the merchant asked for it. `amount` is gross fiat, in minor units, as a decimal integer. */
export type StoredSeller = { address: Address; amount: string };

export type PaymentTable = {
  id: string;
  merchantId: string;
  mode: Mode;
  status: PaymentStatus;
  /** Fiat minor units. */
  amount: bigint;
  currency: Currency;
  /** The merchant's gross share, fiat minor units. */
  merchantAmount: bigint;
  merchantAddress: Address;
  sellers: JSONColumnType<StoredSeller[]>;
  title: string | null;
  description: string | null;
  externalId: string | null;
  metadata: JSONColumnType<Record<string, string>>;
  acceptedChains: number[];
  acceptedTokens: TokenSymbol[];
  successUrl: string | null;
  cancelUrl: string | null;
  expiresAt: Date;
  createdAt: Date;
  /** The quote under which it was paid, or under which an operation of the payer is on its way. */
  quoteId: string | null;
  transactionHash: Hex | null;
  blockNumber: bigint | null;
  /** Token base units. */
  receivedAmount: bigint | null;
  paidAt: Date | null;
  failureReason: string | null;
};

export type QuoteTable = {
  id: string;
  paymentId: string;
  /** The payment's id on chain: the hash of the terms. */
  onchainId: Hex;
  chainId: number;
  token: TokenSymbol;
  /** Token base units. */
  amountToken: bigint;
  /** Token units per one fiat unit, a decimal string. */
  exchangeRate: string;
  terms: JSONColumnType<StoredTerms>;
  expiresAt: Date;
  createdAt: Date;
};

/** By what a payment is tried: a user operation of the payer, a payer's signature that we submit, or the settlement of a deposit. */
export type AttemptKind = "USER_OPERATION" | "SIGNATURE" | "DEPOSIT";

/** REFUSED: by a bundler, before any chain. REVERTED: included, and it did not pay. */
export type AttemptOutcome = "SETTLED" | "REFUSED" | "REVERTED";

/** An attempt to pay. It leases the right to try, and is no state of the payment. */
export type AttemptTable = {
  id: string;
  /** Their order. */
  serial: GeneratedAlways<bigint>;
  paymentId: string;
  quoteId: string;
  kind: AttemptKind;
  /** The hash of the user operation, or the id of the relay. */
  reference: string;
  chainId: number;
  token: TokenSymbol;
  submittedAt: Date;
  leasedUntil: Date;
  /** Null: it is running until `leasedUntil`, and has expired after. */
  outcome: AttemptOutcome | null;
  reason: string | null;
  transactionHash: Hex | null;
};

/** What a merchant decides about its checkout page, in one mode. */
export type CheckoutSettingsTable = {
  merchantId: string;
  mode: Mode;
  /** Web origins whose pages may show the checkout in a frame. */
  embedOrigins: string[];
  /** Whose signatures are relayed where the payer's own contract checks them: known wallets', or any. */
  contractPayers: Generated<"known" | "any">;
};

/** What a payer's browser shows to use the RPC pass-through for one quote. Stored hashed, like an API key. */
export type CheckoutTokenTable = {
  hash: string;
  quoteId: string;
  expiresAt: Date;
};

/**
 * SENDING is written before the bundler is asked, so that a crash in between cannot lose the operation; ACCEPTED or REJECTED is its answer.
 * INCLUDED and REVERTED are what the chain says; REVERTED becomes FAILED once the block is final.
 */
export type UserOperationStatus = "SENDING" | "ACCEPTED" | "REJECTED" | "INCLUDED" | "REVERTED" | "FAILED";

export type UserOperationTable = {
  chainId: number;
  hash: Hex;
  quoteId: string;
  status: UserOperationStatus;
  transactionHash: Hex | null;
  blockNumber: bigint | null;
  createdAt: Date;
};

/**
 * LIVE: it may still be included. SETTLED: it was, and settled its payment. UNSETTLED: it was, its gas is paid, and the payment is not: no other is given for
 * that payment. EXPIRED: the chain is past its time without it, so it costs nothing.
 */
export type SponsorshipStatus = "LIVE" | "SETTLED" | "UNSETTLED" | "EXPIRED";

/** A signature of the gas sponsor: money that is spent until the chain says otherwise. */
export type SponsorshipTable = {
  id: string;
  paymentId: string;
  quoteId: string;
  merchantId: string;
  chainId: number;
  /** The account and the nonce of the one operation that it is for. */
  sender: Address;
  nonce: bigint;
  status: SponsorshipStatus;
  /** Wei: the most that the operation can cost; once it is included, what it did cost. */
  maxCost: bigint;
  /** The same in 10^-18 US dollars, by the price of the moment. */
  dollars: bigint;
  validUntil: Date;
  createdAt: Date;
  transactionHash: Hex | null;
  /** When the operators were told that it did not settle. */
  alarmedAt: Date | null;
};

/**
 * The ledger: what the router did with money, one row for each event of it, and one more for each that was taken back. A row that is not final may
 * go with its block; one that is stays for ever, and then only three things of it change: where it stands, `missing`, and `reversedBy`.
 */
export type SettlementTable = {
  chainId: number;
  transactionHash: Hex;
  logIndex: number;
  blockNumber: bigint;
  blockHash: Hex;
  blockTime: Date;
  onchainId: Hex;
  /** The merchant, or whom what stood at a deposit address went to. */
  recipient: Address;
  tokenAddress: Address;
  /** Where the money came from. */
  payer: Address;
  /** Token base units. */
  amount: bigint;
  fee: bigint;
  /** Null: none of our quotes, or not by its terms; kept and shown, credited to nobody. */
  quoteId: string | null;
  final: Generated<boolean>;
  id: Generated<string>;
  kind: Generated<SettlementKind>;
  /** Its block was reorganised away after it had become final, and it has not been seen again yet. */
  missing: Generated<boolean>;
  /** Of a REVERSED row: what it takes back. */
  reverses: string | null;
  /** The REVERSED row that took it back. */
  reversedBy: string | null;
};

/**
 * UNKNOWN: none of our quotes, or not by its terms. OVERPAID: the payment was paid already. LATE: it was over. RECLAIMED: taken from a deposit address by
 * its beneficiary. REVERSED: takes back one that was reorganised away for good after it had become final.
 */
export const settlementKinds = ["PAYMENT", "OVERPAID", "LATE", "UNKNOWN", "RECLAIMED", "REVERSED"] as const;
export type SettlementKind = (typeof settlementKinds)[number];

/** How the relayer reaches a chain: by user operations of its smart account, or by transactions of plain keys. */
export type LaneName = "bundler" | "transactions";

/** A nonce sequence of a key of ours. Its submissions are included in order; one worker at a time may use it. */
export type NonceSequenceTable = {
  chainId: number;
  lane: LaneName;
  address: Address;
  /** ERC-4337: sequences of one account under different keys do not wait for each other. Zero for a plain key. */
  nonceKey: bigint;
  nextNonce: Generated<bigint>;
  /** The worker that set this holds the sequence until then. */
  leasedUntil: Date;
  /** Nothing new is sent before: the key has no native tokens for gas. */
  pausedUntil: Date | null;
  /** When its submissions are polled next; null where none is unfinished. */
  nextPollAt: Date | null;
};

/**
 * OPEN: its nonce is not used on chain. LANDED: it is, and a reorganisation may undo that. CLOSED: for good. WITHDRAWN: it was refused, so
 * the nonce was used for another.
 */
export type SubmissionStatus = "OPEN" | "LANDED" | "CLOSED" | "WITHDRAWN";

/** What was, or is to be, included under one nonce: the calls of one or of several relay requests. */
export type SubmissionTable = {
  id: string;
  chainId: number;
  lane: LaneName;
  address: Address;
  nonceKey: bigint;
  nonce: bigint;
  status: SubmissionStatus;
  callTarget: Address;
  callData: Hex;
  gas: bigint;
  validUntil: Date;
  /** The head when its nonce was found used. */
  landedAtBlock: bigint | null;
  createdAt: Date;
};

/** A signed envelope of a submission: a transaction or a user operation. It is written before it is sent; each further one pays more. */
export type BroadcastAttemptTable = {
  submissionId: string;
  /** 1, 2, 3, … */
  number: number;
  hash: Hex;
  /** Exactly what is sent: a serialized transaction, or an operation as JSON. */
  envelope: string;
  /** Wei. */
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
  createdAt: Date;
  /** Null: nobody has said that it was accepted. */
  sentAt: Date | null;
};

/**
 * QUEUED and SENT say where it is. CONFIRMED: its payment is settled, or its deposit reclaimed. REVERTED: it was included alone and did not settle;
 * FAILED: for good. EXPIRED: its time is over, and nothing of it is under way.
 */
export type RelayRequestStatus = "QUEUED" | "SENT" | "CONFIRMED" | "REVERTED" | "FAILED" | "EXPIRED";

/** A call of the router that the relayer submits for a quote: by a payer's signature, from its deposit address, or a reclaim of that address. */
export type RelayRequestTable = {
  id: string;
  chainId: number;
  quoteId: string;
  kind: "PAYMENT" | "RECLAIM";
  tokenAddress: Address;
  callData: Hex;
  /** By the node's estimate. */
  gas: bigint;
  /** It goes alone: it may use up the gas of others, or has failed among others. */
  unbatchable: boolean;
  status: RelayRequestStatus;
  submissionId: string | null;
  /** The lane that refused it, or was too slow. */
  avoidLane: LaneName | null;
  tries: Generated<number>;
  failureReason: string | null;
  validUntil: Date;
  simulatedAt: Date;
  /** Also the lease of the worker that took it. */
  dueAt: Date;
  createdAt: Date;
};

/** A quote's deposit address on one chain: money may stand there on the right one or, sent by mistake, on any other. */
export type DepositWatchTable = {
  quoteId: string;
  chainId: number;
  address: Address;
  /** What the merchant was told of last, by token: base units as decimal strings. */
  seen: JSONColumnType<Record<string, string>, string | undefined, string>;
  /** What stands there is to be given back at the next look, however little it is. */
  claimRequested: Generated<boolean>;
  /** Its quote was open at the last look, or had been until ten minutes before. */
  hot: Generated<boolean>;
  /** Its payment has many newer quotes: it is scanned more seldom, and for a shorter time. */
  cooled: Generated<boolean>;
  /** Null: looked at for the last time. Also the lease of the worker that looks. */
  nextLookAt: Date | null;
};

/** A deposit that the merchant was last notified of, by place: what is short of the amount due, and what pays nothing. The checkout shows it. */
export type ObservedDepositTable = {
  quoteId: string;
  chainId: number;
  token: TokenSymbol;
  isSurplus: boolean;
  /** UNDERPAID: more is due. OVERPAID: the payment was paid already. LATE: it was over. */
  kind: "UNDERPAID" | "OVERPAID" | "LATE";
  /** Token base units. */
  amount: bigint;
};

/** The last block of a chain whose events are in the database. */
export type ChainCursorTable = {
  chainId: number;
  blockNumber: bigint;
  blockHash: Hex;
  blockTime: Date;
  /** The last block whose events were compared with the database once it was final. */
  readTwiceTo: bigint;
};

/** Blocks that were cursors and can still be reorganised away, and the highest that cannot: where a reorganisation began is found among them. */
export type ChainBlockTable = Omit<ChainCursorTable, "readTwiceTo">;

export type WebhookEndpointTable = {
  id: string;
  merchantId: string;
  mode: Mode;
  url: string;
  /** How bodies are written: the name of a renderer. */
  style: Generated<string>;
  disabledAt: Date | null;
  createdAt: Date;
};

/** What an endpoint's webhooks are signed by. One has no end; those that were replaced sign until theirs, so that a receiver can change over. */
export type WebhookSecretTable = {
  id: string;
  endpointId: string;
  /** `whsec_...`: it signs, so unlike an API key it has to be kept readable. Encrypted where the operator has given a key. */
  secret: string;
  expiresAt: Date | null;
  /** The request under an Idempotency-Key that made it, if one did. */
  run: string | null;
  createdAt: Date;
};

/** The outbox: what happened, written in the transaction of the change. */
export type EventTable = {
  /** Of a webhook the `webhook-id` header: the same in every attempt. */
  id: string;
  merchantId: string;
  mode: Mode;
  subjectType: string;
  subjectId: string;
  type: string;
  /** 1, 2, 3, … per subject, without gaps. */
  sequence: number;
  /** In the core's words, as `DomainEvent` says. */
  data: JSONColumnType<object>;
  /** The order in which events were written, which is not the order of their commits. */
  serial: Generated<bigint>;
  /** The order in which consumers hear of them, given after the commit. Null: not yet. */
  position: bigint | null;
  createdAt: Date;
};

/** What events are about, with the sequence of each one's last. It stays where events are deleted. */
export type EventSubjectTable = { type: string; id: string; sequence: number };

/** The highest position given: one row. Whoever gives positions holds its lock. */
export type EventHeadTable = { position: bigint };

/** Who hears of events, and how far it is. */
export type EventConsumerTable = { name: string; position: bigint };

/** An event as it is signed and sent, rendered in an endpoint's style before its first attempt and kept. */
export type WebhookBodyTable = { eventId: string; style: string; body: string };

export const webhookDeliveryStatuses = ["PENDING", "DELIVERED", "FAILED"] as const;
export type WebhookDeliveryStatus = (typeof webhookDeliveryStatuses)[number];

export type WebhookDeliveryTable = {
  id: Generated<string>;
  eventId: string;
  endpointId: string;
  status: WebhookDeliveryStatus;
  attempts: Generated<number>;
  /** Also the lease: a worker that takes a delivery moves this ahead, so that a crashed worker's work comes back. */
  nextAttemptAt: ColumnType<Date>;
  responseStatus: number | null;
  lastError: string | null;
  deliveredAt: Date | null;
};

/** How much one subject asked for in one window of time, by all processes together. */
export type RequestCountTable = {
  /** A hash: addresses are not kept. */
  subject: string;
  endsAt: Date;
  /** Seconds. */
  span: number;
  count: bigint;
};

export type Schema = {
  merchants: MerchantTable;
  apiKeys: ApiKeyTable;
  idempotentRequests: IdempotentRequestTable;
  requestCounts: RequestCountTable;
  payments: PaymentTable;
  quotes: QuoteTable;
  attempts: AttemptTable;
  checkoutSettings: CheckoutSettingsTable;
  checkoutTokens: CheckoutTokenTable;
  userOperations: UserOperationTable;
  sponsorships: SponsorshipTable;
  settlements: SettlementTable;
  depositWatches: DepositWatchTable;
  observedDeposits: ObservedDepositTable;
  relaySequences: NonceSequenceTable;
  relaySubmissions: SubmissionTable;
  relayAttempts: BroadcastAttemptTable;
  relays: RelayRequestTable;
  chainCursors: ChainCursorTable;
  chainBlocks: ChainBlockTable;
  events: EventTable;
  eventSubjects: EventSubjectTable;
  eventHead: EventHeadTable;
  eventConsumers: EventConsumerTable;
  webhookEndpoints: WebhookEndpointTable;
  webhookSecrets: WebhookSecretTable;
  webhookBodies: WebhookBodyTable;
  webhookDeliveries: WebhookDeliveryTable;
};

export type Merchant = Selectable<MerchantTable>;
export type ApiKey = Selectable<ApiKeyTable>;
export type IdempotentRequest = Selectable<IdempotentRequestTable>;
export type PaymentRow = Selectable<PaymentTable>;
export type Quote = Selectable<QuoteTable>;
export type Attempt = Selectable<AttemptTable>;
export type UserOperationRow = Selectable<UserOperationTable>;
export type Sponsorship = Selectable<SponsorshipTable>;
export type Settlement = Selectable<SettlementTable>;
export type NonceSequenceRow = Selectable<NonceSequenceTable>;
export type Submission = Selectable<SubmissionTable>;
export type BroadcastAttempt = Selectable<BroadcastAttemptTable>;
export type RelayRequest = Selectable<RelayRequestTable>;
export type ChainCursor = Selectable<ChainCursorTable>;
export type EventRow = Selectable<EventTable>;
export type ObservedDeposit = Selectable<ObservedDepositTable>;
export type WebhookSecret = Selectable<WebhookSecretTable>;
export type WebhookEndpoint = Selectable<WebhookEndpointTable>;
export type WebhookDelivery = Selectable<WebhookDeliveryTable>;
