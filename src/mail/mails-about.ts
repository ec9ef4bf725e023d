import type { Database, Mail } from "../store/index.ts";

/** More than are sent about anything. */
const most = 100;

/** The mails about these, by the ids that they were queued with; the newest first. Those that ended a month ago are forgotten. */
export async function mailsAbout(database: Database, ids: readonly string[]): Promise<readonly Mail[]> {
  return database
    .selectFrom("mailOutbox")
    .selectAll()
    .where("about", "in", [...ids])
    .orderBy("id", "desc")
    .limit(most)
    .execute();
}
