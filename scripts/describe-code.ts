import { keccak256 } from "viem";

/** A module that says by what the code of a contract is known on any chain: its hash, and where in it stands what was fixed at deployment. */
export function describeCode(name: string, artifact: string): string {
  const { deployedBytecode, immutableReferences } = JSON.parse(artifact);
  const places: { readonly start: number }[] = Object.values<{ readonly start: number }[]>(immutableReferences).flat();
  const immutables = places.map(({ start }) => start).sort((one, other) => one - other);
  return `// Written by \`npm run generate\` from the compiled contract. Do not edit.
export const ${name} = {
  codeHash: "${keccak256(deployedBytecode)}",
  immutables: [${immutables.join(", ")}],
} as const;
`;
}
