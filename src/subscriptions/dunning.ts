/** Days after an invoice was due on which its customer is reminded: 2, and then 5, 7 and 7 more. After the last one no further invoices are made. */
export const reminderDays = [2, 7, 14, 21] as const;

const day = 24 * 60 * 60_000;

/** How many of the reminders of an invoice have had their time. */
export function remindersDue(dueAt: Date, now: Date): number {
  return reminderDays.filter((days) => dueAt.getTime() + days * day <= now.getTime()).length;
}

/** When the next reminder goes out after so many; undefined after the last one. */
export function reminderAt(dueAt: Date, sent: number): Date | undefined {
  const days = reminderDays[sent];
  return days === undefined ? undefined : new Date(dueAt.getTime() + days * day);
}
