import type { ReminderPreset } from "../store/index.ts";

const day = 24 * 60 * 60_000;
/** After midnight (UTC), when people are at work in most places. */
const timeOfDay = 9 * 60 * 60_000;

/** Days after the due date; before it where they are negative. */
export const reminderDays: Readonly<Record<ReminderPreset, readonly number[]>> = {
  NONE: [],
  GENTLE: [0, 7],
  STANDARD: [-3, 0, 3, 7],
  FIRM: [-7, -3, 0, 1, 3, 7, 14],
};

/** When a customer is next reminded after a moment; null: never. */
export function nextReminder(dueDate: string | null, preset: ReminderPreset, after: Date): Date | null {
  if (dueDate === null) return null;
  const due = Date.parse(dueDate) + timeOfDay;
  const next = reminderDays[preset].map((days) => due + days * day).find((time) => time > after.getTime());
  return next === undefined ? null : new Date(next);
}
