const root = "/dashboard";

/** The page may be below a path that a proxy adds. */
const [, base = ""] = /^(.*?)\/(?:dashboard|sign-in)(?:\/|$)/.exec(location.pathname) ?? [];

/** Where the API is. */
export const apiUrl = location.origin + base;

/** Of the router: what is below it is ours. */
export const scope = base + root;

/** A page of the dashboard: `pathOf("payments", id)`. */
export function pathOf(...parts: readonly string[]): string {
  return [scope, ...parts.map(encodeURIComponent)].join("/");
}

/** The same with what is asked for; empty values are left out. */
export function pathWith(path: string, query: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

/** A page outside of the dashboard, on this server. */
export function serverPath(path: string): string {
  return base + path;
}
