import type { Logger } from "pino";
import { formatDollars } from "../../gas/index.ts";
import { windows } from "../../user-operations/index.ts";
import type { QueueContext } from "../context.ts";
import { revertedDollars } from "./budgets.ts";
import type { RelayLimits } from "./relay-limits.ts";

/** Percent of the server's budget at which the operators are alarmed. */
const warningAt = 80n;

/** Alarms when reverted relays have nearly used up the server's budget, and when an organization's is used up: once each time. */
export function watchReverts(
  { database, clock }: QueueContext,
  { reverted }: RelayLimits,
  log: Pick<Logger, "error" | "info">,
): () => Promise<void> {
  const near = new Set<string>();
  let paused = new Set<string>();
  return async () => {
    const now = clock();
    const spent = await revertedDollars(database, now);
    for (const window of ["hour", "day"] as const) {
      const isNear = spent[window] > 0n && spent[window] * 100n >= reverted.server[window] * warningAt;
      if (isNear === near.has(window)) continue;
      const details = { spent: formatDollars(spent[window]), budget: formatDollars(reverted.server[window]) };
      if (isNear) near.add(window);
      else near.delete(window);
      if (isNear) log.error(details, `reverted relays have nearly used up the budget of this ${window}`);
      else log.info(details, `reverted relays are within the budget of this ${window} again`);
    }
    const found = await pausedOrganizations({ database, clock }, reverted.organization);
    for (const organizationId of found) {
      if (paused.has(organizationId)) continue;
      log.error(
        { organizationId },
        "reverted relays have used up an organization's budget: its signatures are refused",
      );
    }
    paused = found;
  };
}

async function pausedOrganizations(
  { database, clock }: QueueContext,
  budget: RelayLimits["reverted"]["organization"],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const window of ["hour", "day"] as const) {
    const rows = await database
      .selectFrom("relayReverts")
      .select("organizationId")
      .where("createdAt", ">", new Date(clock().getTime() - windows[window]))
      .groupBy("organizationId")
      .having(({ fn }) => fn.sum<bigint>("dollars"), ">", budget[window])
      .execute();
    for (const { organizationId } of rows) found.add(organizationId);
  }
  return found;
}
