import { deployCommand } from "./shared/command.ts";

// Ten seconds.
await deployCommand("optimismSepolia", { confirmations: 5 });
