/**
 * Whether a text is an origin that pages may be framed by: as browsers write it, of a host in plain letters and a port. It becomes a part of the page's
 * Content-Security-Policy, in which spaces and semicolons would be directives. Plain HTTP on the shop's own machine only: elsewhere anybody on the way
 * could change the page.
 */
export function isEmbedOrigin(text: string): boolean {
  const [, scheme, host] = /^(https?):\/\/([a-z0-9.-]+)(?::\d{1,5})?$/.exec(text) ?? [];
  if (host === undefined || !URL.canParse(text) || new URL(text).origin !== text) return false;
  return scheme === "https" || loopbackHosts.includes(host);
}
const loopbackHosts = ["localhost", "127.0.0.1"];
