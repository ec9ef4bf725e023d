/** How often a transfer that is final is asked for again, by its age, and until when. Milliseconds. */
const rechecks = [
  { until: 15 * 60_000, every: 60_000 },
  { until: 24 * 60 * 60_000, every: 60 * 60_000 },
] as const;

/** When a final transfer is asked for again, in case a deeper reorganisation takes it. Null: never more. */
export function nextRecheck(blockTime: Date, now: Date): Date | null {
  const age = now.getTime() - blockTime.getTime();
  const step = rechecks.find(({ until }) => age < until);
  return step ? new Date(now.getTime() + step.every) : null;
}
