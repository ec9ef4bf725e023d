import { type Mode, modes } from "../../store/index.ts";
import { UsageError } from "../command.ts";

/** The mode of a key that `--mode` says; live where it is left out. */
export function readMode(text = "live"): Mode {
  const mode = modes.find((known) => known === text);
  if (mode === undefined) throw new UsageError(`--mode must be ${modes.join(" or ")}.`);
  return mode;
}
