/** Groups of our own routes that clients of other APIs look for below `/api`. What those APIs have themselves has routes of its own. */
const aliased = /^\/api(\/v1\/(?:payments|analytics|transactions|auth\/api-keys|web3)(?:[/?].*)?)$/s;

/** The URL that a request is served by: `/api/v1/payments` is `/v1/payments`. */
export function withoutAlias(url: string): string {
  return aliased.exec(url)?.[1] ?? url;
}
