import { deployCommand } from "./shared/command.ts";

// Two seconds.
await deployCommand("baseSepolia", { confirmations: 10 });
