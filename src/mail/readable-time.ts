/** A moment as a mail says it, to the minute: "2026-11-26 12:00 UTC". */
export function readableTime(moment: Date): string {
  return `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
