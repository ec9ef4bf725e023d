import type { Database, DatabaseTransaction } from "../../store/index.ts";
import { windows } from "../../user-operations/index.ts";
import type { ChainServices } from "../chain-services.ts";
import type { QueueContext } from "../context.ts";
import { RelayingPausedError } from "../errors.ts";

/** What reverted relays cost within the last hour and the last day. 10^-18 US dollars. */
export type RevertedDollars = { readonly hour: bigint; readonly day: bigint };

/** Of the whole server, and of one payment's organization. */
export async function revertedDollars(
  database: Database | DatabaseTransaction,
  now: Date,
  paymentId?: string,
): Promise<RevertedDollars> {
  const since = (window: keyof typeof windows) => new Date(now.getTime() - windows[window]);
  const { hour, day } = await database
    .selectFrom("relayReverts")
    .select(({ fn }) => [
      fn.sum<bigint | null>("dollars").filterWhere("createdAt", ">", since("hour")).as("hour"),
      fn.sum<bigint | null>("dollars").as("day"),
    ])
    .where("createdAt", ">", since("day"))
    .$if(paymentId !== undefined, (query) =>
      query.where("organizationId", "=", ({ selectFrom }) =>
        selectFrom("payments")
          .select("organizationId")
          .where("payments.id", "=", paymentId ?? ""),
      ),
    )
    .executeTakeFirstOrThrow();
  return { hour: hour ?? 0n, day: day ?? 0n };
}

/** Throws `RelayingPausedError` while reverted relays have used up the server's budget, or that of the payment's organization. */
export async function checkRevertBudgets(
  database: Database | DatabaseTransaction,
  now: Date,
  services: Pick<ChainServices, "relayLimits">,
  paymentId: string,
): Promise<void> {
  const window = await exhaustedWindow(database, now, services, paymentId);
  if (window !== undefined) throw new RelayingPausedError(window);
}

/** Whether a payment's signatures are refused for what others of its server or organization have cost. */
export async function isRelayingPaused(
  { database, clock }: QueueContext,
  services: Pick<ChainServices, "relayLimits"> | undefined,
  paymentId: string,
): Promise<boolean> {
  return services !== undefined && (await exhaustedWindow(database, clock(), services, paymentId)) !== undefined;
}

/** The window whose budget is used up, the server's or the organization's; undefined where none is. */
async function exhaustedWindow(
  database: Database | DatabaseTransaction,
  now: Date,
  { relayLimits: { reverted } }: Pick<ChainServices, "relayLimits">,
  paymentId: string,
): Promise<"hour" | "day" | undefined> {
  const server = await revertedDollars(database, now);
  const organization = await revertedDollars(database, now, paymentId);
  return (["hour", "day"] as const).find(
    (window) => server[window] > reverted.server[window] || organization[window] > reverted.organization[window],
  );
}
