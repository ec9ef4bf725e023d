import dns from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { DomainError } from "../runtime/index.ts";

/** Where webhooks may go: anywhere public, or, for local trials, anywhere at all. */
export type WebhookTargets = "public" | "any";

/** The server must not be made to call what only it can reach. */
export class WebhookTargetRefusedError extends DomainError {
  override readonly name = "WebhookTargetRefusedError";
  override readonly code = "VALIDATION_FAILED";
  constructor(message: string) {
    super(message, { details: { errors: [{ path: ["url"], message }] } });
  }
}

/** Whether the whole internet can reach the address: not private, link-local, loopback, multicast, reserved or an IPv4 address in disguise of these. */
export function isPublicAddress(text: string): boolean {
  // 64:ff9b::/96 and 2002::/16, which lead to IPv4 addresses, have ranges of their own.
  return ipaddr.process(text).range() === "unicast";
}

/** Looks at what the URL itself shows: its scheme, and its host where that is an address. Throws `WebhookTargetRefusedError`. */
export function checkWebhookUrl(url: string, targets: WebhookTargets): void {
  if (targets === "any") return;
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== "https:") throw new WebhookTargetRefusedError("Webhooks go to https URLs only.");
  if (username || password) throw new WebhookTargetRefusedError("A webhook URL must not hold a user or password.");
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || host.endsWith(".localhost") || (isIP(host) !== 0 && !isPublicAddress(host))) {
    throw new WebhookTargetRefusedError(`${host} is not a public address: webhooks are not sent there.`);
  }
}

/**
 * Resolves a host name as a connection is made, and refuses when any of its addresses is not public. The connection goes to the address that
 * was looked at, so a name that changes its answer meanwhile (DNS rebinding) gains nothing.
 */
export function lookupFor(targets: WebhookTargets): LookupFunction | undefined {
  if (targets === "any") return undefined;
  return (hostname, options, callback) => {
    dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [], 0);
      const refused = addresses.find(({ address }) => !isPublicAddress(address));
      if (refused) {
        const message = `${hostname} leads to ${refused.address}, which is not a public address: nothing was sent.`;
        return callback(new WebhookTargetRefusedError(message), [], 0);
      }
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 0);
    });
  };
}
