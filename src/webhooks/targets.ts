import type { LookupAddress } from "node:dns";
import { isIP } from "node:net";
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

const globalUnicast = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether the whole internet can reach the address: a global unicast one, of IPv4 (also mapped into IPv6) or of IPv6. Private, link-local, loopback,
 * multicast and reserved ones are not, nor is what leads to an IPv4 address by translation or in a tunnel.
 */
export function isPublicAddress(text: string): boolean {
  const address = isIP(text) === 6 ? ipaddr.IPv6.parse(canonical(text)) : ipaddr.IPv4.parse(text);
  if (address.kind() === "ipv4") return address.range() === "unicast";
  const v6 = address as ipaddr.IPv6;
  if (v6.isIPv4MappedAddress()) return v6.toIPv4Address().range() === "unicast";
  return v6.match(globalUnicast) && v6.range() === "unicast";
}

/** Without dots: the parser reads `::127.0.0.1` as a mapped address, which it is not. */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** Checks what the URL itself shows: its scheme, and its host where that is an address. Throws `WebhookTargetRefusedError`. */
export function checkWebhookUrl(url: string, targets: WebhookTargets): void {
  if (targets === "any") return;
  const { protocol, hostname, username, password } = new URL(url);
  if (protocol !== "https:") throw new WebhookTargetRefusedError("Webhooks go to https URLs only.");
  if (username || password) throw new WebhookTargetRefusedError("A webhook URL must not hold a user or password.");
  const host = hostOf(hostname);
  if (host === "localhost" || host.endsWith(".localhost") || (isIP(host) !== 0 && !isPublicAddress(host))) {
    throw new WebhookTargetRefusedError(`${host} is not a public address: webhooks are not sent there.`);
  }
}

/** The host of a URL as a name or an address: without brackets, and without the dot at its end. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/**
 * Refuses a name when any of its addresses is not public. The connection goes to the addresses that were checked, so a name that changes its answer
 * meanwhile (DNS rebinding) gains nothing. Throws `WebhookTargetRefusedError`.
 */
export function checkAddresses(host: string, addresses: readonly LookupAddress[], targets: WebhookTargets): void {
  if (targets === "any") return;
  const refused = addresses.find(({ address }) => !isPublicAddress(address));
  if (!refused) return;
  throw new WebhookTargetRefusedError(
    `${host} leads to ${refused.address}, which is not a public address: nothing was sent.`,
  );
}
