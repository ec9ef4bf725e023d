import { deployCommand } from "./shared/command.ts";

// Half a minute.
await deployCommand("sepolia", { confirmations: 3 });
