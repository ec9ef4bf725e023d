import { privateKeyToAddress } from "viem/accounts";
import type { z } from "zod";
import type { DeployedContracts } from "../../chain/index.ts";
import type { DatabaseOptions } from "../../store/index.ts";
import { chainVariables } from "./chains.ts";
import { gasVariables } from "./gas.ts";
import { httpVariables } from "./http.ts";
import { logVariables } from "./log.ts";
import { rateVariables } from "./rates.ts";
import { reconciliationVariables } from "./reconciliation.ts";
import { relayerVariables } from "./relayer.ts";
import type { Role } from "./role.ts";
import { secretVariables } from "./secrets.ts";
import { storeVariables } from "./store.ts";
import { readVariables } from "./variables.ts";
import { webhookVariables } from "./webhooks.ts";

export type { ChainConfiguration } from "./chains.ts";
export type { RelayConfiguration } from "./relayer.ts";
export { type Role, roles } from "./role.ts";
export { ConfigurationError } from "./variables.ts";

/** The variables of every room: each file of this folder has those of one. */
const variables = (role: Role) =>
  httpVariables(role)
    .and(storeVariables)
    .and(chainVariables)
    .and(gasVariables)
    .and(relayerVariables)
    .and(rateVariables)
    .and(reconciliationVariables)
    .and(webhookVariables)
    .and(secretVariables)
    .and(logVariables);

export type Configuration = z.output<ReturnType<typeof variables>> & { readonly role: Role };

/** Reads the configuration of one process from environment variables. Throws `ConfigurationError`, which says all that is wrong. */
export function readConfiguration(environment: NodeJS.ProcessEnv, role: Role): Configuration {
  return { ...readVariables(variables(role), environment), role };
}

/** Our contracts, the same on every chain. */
export function deployedContracts({ router, gasSponsor }: Configuration): DeployedContracts {
  const sponsorSigner = privateKeyToAddress(gasSponsor.signerKey);
  return { router, gasSponsor: gasSponsor.address, sponsorSigner };
}

/** Where the database is: for commands that need nothing else. */
export function readDatabaseOptions(environment: NodeJS.ProcessEnv): DatabaseOptions {
  return readVariables(storeVariables, environment).database;
}
