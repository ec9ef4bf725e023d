import { deployCommand } from "./shared/command.ts";

// Reorganisations of a few blocks do happen.
await deployCommand("polygon", { confirmations: 32 });
