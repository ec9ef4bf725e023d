import { deployCommand } from "./shared/command.ts";

// Ten seconds: the sequencer orders transactions at once.
await deployCommand("optimism", { confirmations: 5 });
