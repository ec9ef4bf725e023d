import { formatEther } from "viem";
import manifest from "../../package.json" with { type: "json" };
import type { RouterFee } from "../chain/index.ts";
import type { Configuration } from "../configuration/index.ts";
import { formatDecimal } from "../protocol/index.ts";
import type { ChainServices } from "../relayer/index.ts";
import type { ServedChain } from "./chains.ts";

type Running = {
  readonly url: string;
  readonly chains: readonly ServedChain[];
  /** Of the chains that answered at the start. */
  readonly fees: ReadonlyMap<number, RouterFee>;
  readonly services: ReadonlyMap<number, Pick<ChainServices, "lanes">>;
};

/** What a server runs with, for the log: its version, chains, lanes, limits and fee, and where it is documented. Of URLs the hosts alone, since they may hold keys. */
export function describeServer(configuration: Configuration, { url, chains, fees, services }: Running) {
  const { role, publicUrl, operations, database, limits, addressLimits, sponsorship, sponsorshipLimit } = configuration;
  const { server, organization, unsettled } = sponsorship.budgets;
  const { reverted, mostOfPayer } = configuration.relayLimits;
  const reference = operations ? `http://${operations.host}:${operations.port}` : publicUrl;
  return {
    version: manifest.version,
    role,
    url,
    publicUrl,
    dashboard: `${publicUrl}/dashboard`,
    docs: { reference: `${reference}/docs`, operations: "docs/operations.md" },
    database: "url" in database ? "PostgreSQL" : "embedded",
    router: configuration.router,
    gasSponsor: configuration.gasSponsor.address,
    earlierSponsors: configuration.earlierSponsors,
    chains: chains.map(({ chain, rpcUrls, bundlerUrl }) => {
      const fee = fees.get(chain.id);
      return {
        chainId: chain.id,
        name: chain.name,
        endpoints: rpcUrls.map(hostOf),
        bundler: hostOf(bundlerUrl),
        lanes: services.get(chain.id)?.lanes.map(({ name }) => name) ?? [],
        fee: fee ? { percent: formatDecimal(fee.basisPoints, 2), recipient: fee.recipient } : null,
      };
    }),
    limits: { perKey: limits, perAddress: addressLimits },
    sponsorship: {
      timesFee: sponsorshipLimit === 0n ? "any" : formatDecimal(sponsorshipLimit, 4),
      dollars: {
        server: budgetOf(server),
        organization: budgetOf(organization),
        unsettled: { server: budgetOf(unsettled.server), organization: budgetOf(unsettled.organization) },
      },
    },
    relaying: {
      mostOfPayer,
      revertedDollars: { server: budgetOf(reverted.server), organization: budgetOf(reverted.organization) },
    },
  };
}

function hostOf(url: string): string {
  return new URL(url).host;
}

function budgetOf({ hour, day }: { readonly hour: bigint; readonly day: bigint }) {
  return { hour: formatEther(hour), day: formatEther(day) };
}
