import { onchainTable } from "ponder";

/** The columns of the settlements of Railsplit that an event fills. */
export const settlements = onchainTable("settlements", (t) => ({
  id: t.text().primaryKey(),
  chainId: t.integer().notNull(),
  transactionHash: t.hex().notNull(),
  logIndex: t.integer().notNull(),
  blockNumber: t.bigint().notNull(),
  blockHash: t.hex().notNull(),
  blockTime: t.bigint().notNull(),
  onchainId: t.hex().notNull(),
  recipient: t.hex().notNull(),
  tokenAddress: t.hex().notNull(),
  payer: t.hex().notNull(),
  amount: t.bigint().notNull(),
  fee: t.bigint().notNull(),
}));
