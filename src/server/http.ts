import type { Logger } from "pino";
import {
  type ApiContext,
  buildOperationsServer,
  buildServer,
  createRegistry,
  listen,
  type OperationsContext,
} from "../api/index.ts";
import type { Configuration } from "../configuration/index.ts";

type Settings = ReturnType<typeof apiSettings>;

/** What a process of role "api" or "all" has beside what every process has. */
export type ApiParts = Omit<ApiContext, keyof Settings | keyof OperationsContext | "registry" | "operationsElsewhere">;

export type Http = { readonly url: string; stop(): Promise<void> };

/** Serves the API where there is one, and metrics and status: beside it, or on a port of their own. Throws `AddressInUseError`. */
export async function startHttp(
  configuration: Configuration,
  operations: OperationsContext,
  parts: ApiParts | undefined,
  log: Logger,
): Promise<Http> {
  const registry = createRegistry();
  const elsewhere = parts && configuration.operations;
  const settings = { ...apiSettings(configuration), registry, operationsElsewhere: elsewhere != null };
  const api = parts && (await buildServer({ ...parts, ...settings, ...operations }, log));
  await api?.ready();
  const ownOperations =
    api === undefined || elsewhere ? await buildOperationsServer(operations, { registry, api }, log) : undefined;
  const stop = async () => {
    await Promise.all([api?.close(), ownOperations?.close()]);
  };
  try {
    if (elsewhere && ownOperations) {
      const url = await listen(ownOperations, elsewhere);
      log.info({ url }, "serving metrics, status and the API reference apart");
    }
    const main = api ?? ownOperations;
    if (main === undefined) throw new Error("There is nothing to serve.");
    return { url: await listen(main, configuration), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the API is told of the configuration: no secret of it. */
function apiSettings(configuration: Configuration) {
  const { publicUrl, limits, addressLimits, trustedProxies, webhookTargets } = configuration;
  const { walletConnectProjectId, baseAccount, sandboxOwner, sandboxTools, operators } = configuration;
  return {
    publicUrl,
    limits,
    addressLimits,
    trustedProxies,
    webhookTargets,
    walletConnectProjectId,
    baseAccount,
    sandboxOwner,
    sandboxTools,
    operators,
  };
}
