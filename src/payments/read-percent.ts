import { InvalidDecimalError, parseFiatAmount, wholeBasisPoints } from "../protocol/index.ts";
import type { Issue } from "./errors.ts";

/** A seller's percentage, "12.5", in basis points. What is wrong with it is pushed to `issues`. */
export function readPercent(percent: string, path: Issue["path"], issues: Issue[]): number | undefined {
  try {
    // Hundredths of a percent are basis points, as cents are of a dollar.
    const bps = Number(parseFiatAmount(percent, "USD"));
    if (bps > 0 && bps < wholeBasisPoints) return bps;
    issues.push({ path, message: "A percent must be above 0 and below 100." });
  } catch (error) {
    if (!(error instanceof InvalidDecimalError)) throw error;
    issues.push({ path, message: error.message });
  }
  return undefined;
}
