import type { Logger } from "pino";
import { formatDollars } from "../../gas/index.ts";
import { type BackgroundTask, type Clock, startBackgroundTask } from "../../runtime/index.ts";
import type { Database } from "../../store/index.ts";
import type { SponsorshipBudgets, Window } from "./budgets.ts";
import { expireSponsorships } from "./reserve-sponsorship.ts";
import { sponsorshipTotals } from "./totals.ts";

type TaskContext = { readonly database: Database; readonly clock: Clock };

/** Percent of a budget at which the operators are alarmed. */
const warningAt = 80n;

/** Ends sponsorships that were not used, and alarms of what was paid for nothing and of budgets that are nearly used up. */
export function sponsorshipTasks(
  context: TaskContext,
  chainIds: readonly number[],
  budgets: SponsorshipBudgets,
  log: Logger,
): BackgroundTask[] {
  const watchBudgets = budgetWatch(context, budgets, log);
  return [
    startBackgroundTask({
      name: "watch sponsorships",
      interval: 5_000,
      async run() {
        await context.database.transaction().execute(async (transaction) => {
          for (const chainId of chainIds) await expireSponsorships(transaction, chainId);
        });
        await alarmOfUnsettled(context, log);
        await watchBudgets();
        return false;
      },
      log,
    }),
  ];
}

/** Once for each, by whichever process is first. */
async function alarmOfUnsettled({ database, clock }: TaskContext, log: Logger): Promise<void> {
  const unsettled = await database
    .updateTable("sponsorships")
    .set({ alarmedAt: clock() })
    .where("status", "=", "UNSETTLED")
    .where("alarmedAt", "is", null)
    .returning(["paymentId", "chainId", "sender", "transactionHash", "dollars"])
    .execute();
  for (const { dollars, ...details } of unsettled) {
    const cost = formatDollars(dollars);
    log.error(
      { ...details, cost },
      "a sponsored operation did not settle its payment: its gas is lost, and the account is barred from more",
    );
  }
}

function budgetWatch(context: TaskContext, { server }: SponsorshipBudgets, log: Logger): () => Promise<void> {
  const warned = new Set<Window>();
  return async () => {
    const { spent } = await sponsorshipTotals(context);
    for (const window of ["hour", "day"] as const) {
      const isNear = spent[window] * 100n >= server[window] * warningAt;
      if (isNear === warned.has(window)) continue;
      const details = { spent: formatDollars(spent[window]), budget: formatDollars(server[window]) };
      if (isNear) log.error(details, `gas sponsorships have nearly used up the budget of this ${window}`);
      else log.info(details, `gas sponsorships are within the budget of this ${window} again`);
      if (isNear) warned.add(window);
      else warned.delete(window);
    }
  };
}
