import type { Command } from "./command.ts";

/** All of them. What one needs is loaded when it runs: help comes at once. */
export const commands: readonly Command[] = [
  {
    name: "serve",
    help: `run the server until SIGINT or SIGTERM; on an empty database it prints a URL for the first owner, to be used once
--role ROLE     all (default), api (the HTTP API only) or worker (watcher, webhooks, expiry; over HTTP its health and metrics only)
                listens on HOST and PORT: 127.0.0.1, and 8080 (a worker: 8081); each process of a machine needs a port of its own`,
    load: async () => (await import("./commands/serve.ts")).serve,
  },
  {
    name: "create-organization",
    formerName: "create-merchant",
    help: `add an organization and print its first API key, which is shown this once (JSON)
--name NAME     what to call it
--address 0x…   where its own shares are paid to, on every chain
--mode MODE     of the key: live (default) or test; create-key makes one of the other mode`,
    load: async () => (await import("./commands/create-organization.ts")).createOrganization,
  },
  {
    name: "create-key",
    help: `make an API key of an organization that may do everything, and print it, which is shown this once (JSON)
--organization ID  whose; create-organization printed it
--mode MODE        live (default) or test
--name NAME        what to call it`,
    load: async () => (await import("./commands/create-key.ts")).createKey,
  },
  {
    name: "invite",
    help: `invite somebody to an organization, and print the link to hand over, which is shown this once (JSON)
--organization ID  which
--email ADDRESS    whom
--role ROLE        owner (default), admin, member or viewer`,
    load: async () => (await import("./commands/invite.ts")).invite,
  },
  {
    name: "list-members",
    help: `list who works in an organization, with role and active keys (JSON)
--organization ID  which`,
    load: async () => (await import("./commands/list-members.ts")).listMembers,
  },
  {
    name: "disable-member",
    help: `shut somebody out of an organization at once, with the keys that this person made, also its only owner (JSON)
--organization ID  which
--email ADDRESS    whom
--enable           let this person in again`,
    load: async () => (await import("./commands/disable-member.ts")).disableMember,
  },
  {
    name: "set-limits",
    help: `give an organization's keys limits of their own, each in requests (JSON)
--organization ID  whose
--per-minute N     with --per-hour N and --per-day N; without these three: the same as all others
--reads-per-minute N, --writes-per-minute N, --quotes-per-minute N
                   of one kind of routes, beside the above`,
    load: async () => (await import("./commands/set-limits.ts")).setLimits,
  },
  {
    name: "set-settlement-address",
    help: `change where an organization's own shares are paid to; payments that are open keep what they have (JSON)
--organization ID  whose
--address 0x…      the new address; with --network, default takes the chain's own away
--network NAME     for one chain; left out: for all chains that have none of their own
--delay-hours N    until it takes effect: 0 to 168, 24 by default
--cancel           take back the change that waits, instead of --address`,
    load: async () => (await import("./commands/set-settlement-address.ts")).setSettlementAddress,
  },
  {
    name: "reconcile",
    help: `compare the database with the router's events, and print the differences
--from-block N  the first block to read: each chain has its own heights, so give --network with it
--network NAME  one chain
--json          one JSON object on standard output instead of text
--fix           after printing, have the watcher rescan everything from there where that mends a difference`,
    load: async () => (await import("./commands/reconcile.ts")).reconcile,
  },
  {
    name: "recoveries",
    formerName: "claims",
    help: `list unspent funds at a payment's deposit addresses and the transactions that recover them (JSON)
--payment ID    the payment
--send          have a worker submit every recovery that needs no particular sender, including small amounts`,
    load: async () => (await import("./commands/recoveries.ts")).recoveries,
  },
  {
    name: "unknown-settlements",
    help: `list settlements that match no quote of this server, or not its terms: one JSON object a line
--network NAME  one chain`,
    load: async () => (await import("./commands/unknown-settlements.ts")).unknownSettlements,
  },
  {
    name: "import",
    help: `import coinbase-commerce FILE: take over an export of charges and checkouts, JSON or CSV, as history and links (JSON)
--organization ID  whose; create-organization printed it
--mode MODE        live (default) or test
--dry-run          read and check all of it, and write nothing`,
    load: async () => (await import("./commands/import.ts")).importExport,
  },
];
