import { deployCommand } from "./shared/command.ts";

// A few seconds.
await deployCommand("arbitrumSepolia", { confirmations: 20 });
