import { deployCommand } from "./shared/command.ts";

// Half a minute.
await deployCommand("ethereum", { confirmations: 3 });
