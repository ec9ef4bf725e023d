import type { WatcherHealth } from "../chain/watcher.ts";
import type { PaymentsContext } from "../payments/context.ts";
import type { OperationRelay } from "../relay/operation-relay.ts";

/** What the HTTP API needs from the other rooms. */
export type ApiContext = PaymentsContext & {
  /** Where this server is reached from outside, without a slash at the end. */
  readonly publicUrl: string;
  /** Requests per minute for one key, or one address where there is no key. */
  readonly requestsPerMinute: number;
  /** Per chain: where operations are sponsored and sent, and the chain read. */
  readonly relays: ReadonlyMap<number, OperationRelay>;
  /** Per chain: how far the watcher is. Empty in a process that does not watch. */
  readonly chainHealth: () => ReadonlyMap<number, WatcherHealth>;
};
