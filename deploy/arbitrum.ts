import { deployCommand } from "./shared/command.ts";

// A few seconds: the sequencer orders transactions at once.
await deployCommand("arbitrum", { confirmations: 20 });
