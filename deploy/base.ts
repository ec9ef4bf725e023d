import { deployCommand } from "./shared/command.ts";

// Two seconds: the sequencer orders transactions at once.
await deployCommand("base", { confirmations: 10 });
