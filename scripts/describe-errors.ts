/** A row of the table of codes in docs/api/errors.md. */
type ErrorRow = { readonly status: number; readonly code: string; readonly cause: string; readonly cure: string };

/** The page's table of codes as a module, which the server shows at /errors: what an error's `docUrl` leads to. */
export function describeErrors(page: string): string {
  const rows = [...page.matchAll(/^\| (\d{3}) +\| `([A-Z_]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(
    ([, status, code = "", cause = "", cure = ""]): ErrorRow => ({ status: Number(status), code, cause, cure }),
  );
  const lines = rows.map((row) => `  ${JSON.stringify(row)},`);
  return `// Written by \`npm run generate\` from docs/api/errors.md. Do not edit.
/** What each error code means, and what helps. Text between backticks is code. */
export const errorGuide: readonly { status: number; code: string; cause: string; cure: string }[] = [
${lines.join("\n")}
];
`;
}
