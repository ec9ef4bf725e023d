import { type LookupAddress, Resolver } from "node:dns";
import { readFileSync } from "node:fs";
import { isIP } from "node:net";

/** Resolves a host name to its addresses. Rejects where it has none, or as soon as `signal` is aborted. */
export type ResolveName = (name: string, signal: AbortSignal) => Promise<readonly LookupAddress[]>;

export type NameResolverOptions = {
  /** `address:port`; left out: those of the system. */
  readonly servers?: readonly string[];
  readonly hostsFile?: string;
  /** Whether names of the local network resolve too: by the system's search domains. */
  readonly local?: boolean;
};

/** Milliseconds that one question waits for its answer, and how often it is asked. */
const asking = { timeout: 2_000, maxTimeout: 2_000, tries: 2 };

/** A receiver needs no more, and each is tried in turn. */
const maxAddresses = 16;

/**
 * Resolves names by asking the name servers itself. `dns.lookup` would do so in the few threads that all connections and files of the process share, and
 * cannot be given up: names whose server never answers would hold up everything.
 */
export function createNameResolver({
  servers,
  hostsFile = "/etc/hosts",
  local = false,
}: NameResolverOptions = {}): ResolveName {
  return async (name, signal) => {
    const host = name.toLowerCase().replace(/\.$/, "");
    if (host === "localhost" || host.endsWith(".localhost")) {
      return [
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ];
    }
    const listed = addressesIn(readText(hostsFile), host);
    if (listed.length > 0) return listed;
    signal.throwIfAborted();
    // One of its own for each name: what is given up is this name alone.
    const resolver = new Resolver(asking);
    if (servers) resolver.setServers(servers);
    const cancel = () => resolver.cancel();
    signal.addEventListener("abort", cancel, { once: true });
    try {
      const names = [host, ...(local ? searchDomains().map((domain) => `${host}.${domain}`) : [])];
      let failure: unknown;
      for (const each of names) {
        const { addresses, error } = await ask(resolver, each);
        if (addresses.length > 0) return addresses.slice(0, maxAddresses);
        signal.throwIfAborted();
        failure ??= error;
      }
      throw failure;
    } finally {
      signal.removeEventListener("abort", cancel);
    }
  };
}

/** Both families at once. One that fails takes nothing from the other. */
async function ask(resolver: Resolver, name: string) {
  const query = (family: 4 | 6) =>
    new Promise<LookupAddress[]>((resolve, reject) => {
      const method = family === 4 ? "resolve4" : "resolve6";
      resolver[method](name, (error, addresses) => {
        if (error) reject(error);
        else resolve(addresses.map((address) => ({ address, family })));
      });
    });
  const answers = await Promise.allSettled([query(4), query(6)]);
  return {
    addresses: answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : [])),
    error: answers.find((answer) => answer.status === "rejected")?.reason as unknown,
  };
}

/** The addresses that a hosts file gives a name. */
function addressesIn(hosts: string, name: string): LookupAddress[] {
  return hosts.split("\n").flatMap((line) => {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().toLowerCase().split(/\s+/);
    const family = isIP(address);
    return family !== 0 && names.includes(name) ? [{ address, family }] : [];
  });
}

function searchDomains(): string[] {
  const [, domains = ""] = /^\s*search\s+(.*)$/m.exec(readText("/etc/resolv.conf")) ?? [];
  return domains.split(/\s+/).filter((domain) => domain !== "" && domain !== ".");
}

/** At once: reading in the background takes one of the shared threads. The files are a few lines long. */
function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
