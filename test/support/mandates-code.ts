import { readFileSync } from "node:fs";
import type { Hex } from "viem";

const file = new URL("../../artifacts/contracts/Mandates.sol/Mandates.json", import.meta.url);

/** The compiled code of `Mandates`, with zeros where something is fixed at deployment. */
export const codeOfMandates: Hex = JSON.parse(readFileSync(file, "utf8")).deployedBytecode;
