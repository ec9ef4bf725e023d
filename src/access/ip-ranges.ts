import { BlockList, isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Whether the text is an IP address or a CIDR range (RFC 4632, RFC 4291). */
export function isAddressRange(text: string): boolean {
  const [address = "", prefix, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
}

/** Whether an address is in one of the ranges. No ranges allow every address. */
export function isAllowedAddress(address: string, ranges: readonly string[]): boolean {
  if (ranges.length === 0) return true;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", prefix] = range.split("/");
    const type = familyOf(network);
    if (prefix === undefined) list.addAddress(network, type);
    else list.addSubnet(network, Number(prefix), type);
  }
  return list.check(address, familyOf(address));
}

/** Whether every address of a range is in one of the others. */
export function isWithinRanges(range: string, ranges: readonly string[]): boolean {
  const inner = parseRange(range);
  return ranges.some((text) => {
    const outer = parseRange(text);
    if (outer.family !== inner.family || outer.prefix > inner.prefix) return false;
    const list = new BlockList();
    list.addSubnet(outer.network, outer.prefix, outer.family);
    return list.check(inner.network, inner.family);
  });
}

/** An IPv4-mapped range is the IPv4 range that it maps. */
function parseRange(text: string): {
  readonly network: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
} {
  const [network = "", length] = text.split("/");
  const family = familyOf(network);
  const prefix = length === undefined ? (family === "ipv4" ? 32 : 128) : Number(length);
  const parsed = ipaddr.parse(network);
  if (parsed.kind() === "ipv6" && (parsed as ipaddr.IPv6).isIPv4MappedAddress() && prefix >= 96) {
    return { network: (parsed as ipaddr.IPv6).toIPv4Address().toString(), prefix: prefix - 96, family: "ipv4" };
  }
  return { network, prefix, family };
}

/** IPv4-mapped addresses (::ffff:192.0.2.1) are found in IPv4 ranges too: Node's list sees to that. */
function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 6 ? "ipv6" : "ipv4";
}
