import type { BroadcastAttempt, Database, Submission } from "../../store/index.ts";

/** The attempts of a submission, first to last. */
export function attemptsOf(database: Database, { id }: Submission): Promise<BroadcastAttempt[]> {
  return database.selectFrom("relayAttempts").selectAll().where("submissionId", "=", id).orderBy("number").execute();
}
