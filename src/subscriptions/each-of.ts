/** Runs all, one after the other: one that fails keeps no other from its turn. Throws what failed first. */
export async function eachOf<Row>(rows: readonly Row[], run: (row: Row) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const row of rows) await run(row).catch((error: unknown) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
}
