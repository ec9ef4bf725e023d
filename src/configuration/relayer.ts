import { z } from "zod";
import type { RelayLimits } from "../relayer/index.ts";
import { address, dollars, integer, list, privateKey } from "./variables.ts";

/** MetaMask's EIP7702StatelessDeleGator 1.3.0, the same on every chain. */
const metaMaskDelegator = "0x63c0c19a282a1B52b07dD5a65b58948A07DAE32B";

const seconds = "expected 1 to 3600 seconds";

/** By what payers' signatures and deposits are submitted. Without any key they are not. */
export const relayerVariables = z
  .object({
    RELAYER_KEY: privateKey.optional(),
    RELAYER_TRANSACTION_KEYS: list.pipe(z.array(privateKey)),
    RELAY_LANE: list
      .pipe(
        z.array(z.enum(["bundler", "transactions"], "expected bundler, transactions, or both with a comma between")),
      )
      .default(["bundler", "transactions"]),
    RELAY_BATCH_SIZE: integer(1, 100).default(20),
    RELAY_KNOWN_DELEGATES: list.pipe(z.array(address)).default([metaMaskDelegator]),
    RELAY_FEE_CEILING: integer(1, 100).default(5),
    RELAY_MOST_OF_PAYER: integer(1, 1_000_000).default(3),
    REVERTED_RELAYS_HOUR_DOLLARS: dollars.prefault("40"),
    REVERTED_RELAYS_DAY_DOLLARS: dollars.prefault("200"),
    REVERTED_RELAYS_MERCHANT_HOUR_DOLLARS: dollars.prefault("10"),
    REVERTED_RELAYS_MERCHANT_DAY_DOLLARS: dollars.prefault("50"),
    RELAY_PATIENCE: z.coerce.number(seconds).min(1, seconds).max(3_600, seconds).optional(),
  })
  .transform((read) => ({
    relay: {
      /** The first that is available is used. */
      lanes: read.RELAY_LANE,
      /** Owns the smart account of the bundler lane. */
      accountKey: read.RELAYER_KEY,
      /** Send the transactions of the other lane, and hold native tokens for them. */
      transactionKeys: read.RELAYER_TRANSACTION_KEYS,
      batchSize: read.RELAY_BATCH_SIZE,
      /** EIP-7702 delegates beside Simple7702Account whose signatures are relayed for every merchant. */
      knownDelegates: read.RELAY_KNOWN_DELEGATES,
      feeCeiling: BigInt(read.RELAY_FEE_CEILING),
      /** Milliseconds; by the chain's block time where it is left out. */
      patience: read.RELAY_PATIENCE && read.RELAY_PATIENCE * 1_000,
    },
    relayLimits: {
      reverted: {
        server: { hour: read.REVERTED_RELAYS_HOUR_DOLLARS, day: read.REVERTED_RELAYS_DAY_DOLLARS },
        organization: {
          hour: read.REVERTED_RELAYS_MERCHANT_HOUR_DOLLARS,
          day: read.REVERTED_RELAYS_MERCHANT_DAY_DOLLARS,
        },
      },
      mostOfPayer: read.RELAY_MOST_OF_PAYER,
    } satisfies RelayLimits,
  }));

export type RelayConfiguration = z.output<typeof relayerVariables>["relay"];
