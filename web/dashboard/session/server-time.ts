import type { SandboxClock } from "../../../clients/typescript/types.ts";

let ahead = 0;

/** Takes down how far a sandbox's server is ahead of the browser. */
export function keepServerTime({ offsetSeconds }: SandboxClock): void {
  ahead = offsetSeconds * 1_000;
}

/** The present as the server has it, by which it judges days and ends: the browser's own but for a sandbox whose time was moved. */
export const serverNow = (): Date => new Date(Date.now() + ahead);
