import { deployCommand } from "./shared/command.ts";

// Final after two or three blocks.
await deployCommand("bnbTestnet", { confirmations: 15 });
