import type { JSONColumnType, Selectable } from "kysely";
import type { Mode } from "./owner.ts";

/** What another service says of a payment that was made there: history to read, which no money follows from. */
export type ImportedPaymentTable = {
  /** A UUIDv7 of when it was created there. */
  id: string;
  organizationId: string;
  mode: Mode;
  /** Which service. */
  provider: string;
  /** Its id there. */
  externalId: string;
  /** What people there call it; null where they do not. */
  reference: string | null;
  url: string | null;
  title: string | null;
  description: string | null;
  /** As it was priced there, in whatever currency. */
  amount: string | null;
  currency: string | null;
  status: string;
  statusDetail: string | null;
  /** The link that stands here for what it was made from. */
  linkId: string | null;
  network: string | null;
  token: string | null;
  amountToken: string | null;
  transactionHash: string | null;
  metadata: JSONColumnType<Record<string, string>>;
  createdAt: Date;
  paidAt: Date | null;
  expiresAt: Date | null;
  importedAt: Date;
};

export type ImportedPayment = Selectable<ImportedPaymentTable>;
