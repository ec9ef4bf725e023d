import { createProviderPool } from "../../src/chain/providers/provider-pool.ts";
import { mandateCollector } from "../../src/collections/index.ts";
import { chargeDue } from "../../src/mandates/charge-due.ts";
import { registerSequences } from "../../src/relayer/submissions/lease-sequence.ts";
import { sendRequests } from "../../src/relayer/submissions/send-requests.ts";
import { createSecretBox } from "../../src/runtime/secret-box.ts";
import type { RailsplitContracts } from "../../src/sandbox/railsplit-deployment.ts";
import { type DatabaseOptions, openDatabase } from "../../src/store/index.ts";
import { base } from "../chain/chains.ts";
import { policy } from "../mandates/mandate-chain.ts";
import { transactionServices, watchChain } from "../support/chain-worker.ts";
import { engineContext } from "../support/engine-context.ts";

/** Where a worker finds its database and its chain. */
export type Place = {
  readonly database: DatabaseOptions;
  readonly rpcUrl: string;
  readonly contracts: RailsplitContracts;
  /** So far its clock is ahead. Milliseconds. */
  readonly ahead: number;
};

/** One worker over a database and a chain that others had before it, and will have after. */
export async function openWorker({ database: options, rpcUrl, contracts, ahead }: Place) {
  const database = await openDatabase(options);
  const clock = () => new Date(Date.now() + ahead);
  const chain = { ...base, finality: policy };
  const { client } = createProviderPool(chain, [rpcUrl], clock);
  const services = transactionServices(chain, client, contracts.router, clock);
  const context = {
    ...engineContext(database, clock, { chains: [chain], router: contracts.router }),
    services: new Map([[base.id, services]]),
    mandates: contracts.mandates,
    collector: mandateCollector,
    secretBox: createSecretBox([]),
    sendsMail: true,
    publicUrl: "https://pay.example",
  };
  await registerSequences(context, services);
  return {
    context,
    /** Hands due charges to the relayer and sends what it has: included at once. */
    async charge() {
      await chargeDue(context, services);
      while (await sendRequests(context, services, { batchSize: 20, feeCeiling: 5n, inclusionTimeout: 10_000 }));
    },
    watch: () => watchChain(context, base.id, client, contracts),
    [Symbol.asyncDispose]: () => database.destroy(),
  };
}
