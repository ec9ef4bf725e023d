import { privateKeyToAddress } from "viem/accounts";
import type { z } from "zod";
import type { DeployedContracts, EarlierSponsors, WatchedContracts } from "../chain/index.ts";
import type { DatabaseOptions } from "../store/index.ts";
import { type ChainConfiguration, chainVariables } from "./chains.ts";
import { contractVariables } from "./contracts.ts";
import { gasVariables } from "./gas.ts";
import { httpVariables } from "./http.ts";
import { logVariables } from "./log.ts";
import { mailVariables } from "./mail.ts";
import { peopleVariables } from "./people.ts";
import { rateVariables } from "./rates.ts";
import { reconciliationVariables } from "./reconciliation.ts";
import { relayerVariables } from "./relayer.ts";
import type { Role } from "./role.ts";
import { secretVariables } from "./secrets.ts";
import { storeVariables } from "./store.ts";
import { readVariables } from "./variables.ts";
import { webhookVariables } from "./webhooks.ts";

/** The variables of every room: each file of this folder has those of one. */
const variables = (role: Role) =>
  httpVariables(role)
    .and(storeVariables)
    .and(chainVariables)
    .and(contractVariables)
    .and(gasVariables)
    .and(relayerVariables)
    .and(rateVariables)
    .and(reconciliationVariables)
    .and(webhookVariables)
    .and(mailVariables)
    .and(peopleVariables)
    .and(secretVariables)
    .and(logVariables);

export type Configuration = z.output<ReturnType<typeof variables>> & { readonly role: Role };

/** Reads the configuration of one process from environment variables. Throws `ConfigurationError`, which says all that is wrong. */
export function readConfiguration(environment: NodeJS.ProcessEnv, role: Role): Configuration {
  return { ...readVariables(variables(role), environment), role };
}

/** The part of the configuration that says where our contracts are. */
export type ContractAddresses = Pick<Configuration, "router"> & {
  readonly gasSponsor: Pick<Configuration["gasSponsor"], "address">;
  readonly earlierSponsors?: EarlierSponsors;
  readonly standingDeposits?: Configuration["standingDeposits"];
  readonly mandates?: Configuration["mandates"];
};

type OnChain = Pick<ChainConfiguration, "previousRouters" | "entryPoints">;

/** The sponsors of EntryPoints before v0.8 that serve one chain: all, unless the operator names its EntryPoints. */
function earlierSponsorsOn({ earlierSponsors = {} }: ContractAddresses, { entryPoints }: OnChain): EarlierSponsors {
  if (!entryPoints) return earlierSponsors;
  const served = Object.entries(earlierSponsors).filter(([version]) => entryPoints.some((one) => one === version));
  return Object.fromEntries(served);
}

/** Whose events are recorded on one chain. */
export function contractsOn(contracts: ContractAddresses, on: OnChain): WatchedContracts {
  const { router, gasSponsor, standingDeposits, mandates } = contracts;
  const earlierSponsors = earlierSponsorsOn(contracts, on);
  return {
    router,
    previousRouters: on.previousRouters,
    gasSponsor: gasSponsor.address,
    earlierSponsors,
    standingDeposits,
    mandates,
  };
}

/** What our contracts on one chain must be. */
export function deployedContracts(configuration: Configuration, on: OnChain): DeployedContracts {
  const sponsorSigner = privateKeyToAddress(configuration.gasSponsor.signerKey);
  return { ...contractsOn(configuration, on), sponsorSigner };
}

/** Where the database is: for commands that need nothing else. */
export function readDatabaseOptions(environment: NodeJS.ProcessEnv): DatabaseOptions {
  return readVariables(storeVariables, environment).database;
}

/** Where people reach the server: for commands that write a link. */
export function readPublicUrl(environment: NodeJS.ProcessEnv): string {
  return readVariables(httpVariables("api"), environment).publicUrl;
}
