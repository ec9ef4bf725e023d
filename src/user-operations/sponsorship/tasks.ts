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

function budgetWatch(
  context: TaskContext,
  { server, unsettled }: SponsorshipBudgets,
  log: Logger,
): () => Promise<void> {
  const warned = new Set<string>();
  const watch = (name: string, spent: bigint, budget: bigint) => {
    const isNear = spent * 100n >= budget * warningAt;
    if (isNear === warned.has(name)) return;
    const details = { spent: formatDollars(spent), budget: formatDollars(budget) };
    if (isNear) log.error(details, `gas sponsorships have nearly used up the budget of this ${name}`);
    else log.info(details, `gas sponsorships are within the budget of this ${name} again`);
    if (isNear) warned.add(name);
    else warned.delete(name);
  };
  return async () => {
    const { spent, atRisk } = await sponsorshipTotals(context);
    for (const window of ["hour", "day"] as const satisfies Window[]) {
      watch(window, spent[window], server[window]);
      watch(`${window} for accounts that have not paid by one before`, atRisk[window], unsettled.server[window]);
    }
  };
}
