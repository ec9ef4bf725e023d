import { OriginNotAllowedError } from "./errors.ts";

/** A web origin that a key can be bound to: as browsers write it. */
export function isWebOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** Where a request says that it comes from. */
export type RequestOrigin = {
  /** `Origin`, which a browser writes and no page can change. */
  readonly browser?: string | undefined;
  /** `X-Api-Origin`, which a server writes: it counts where there is no browser. */
  readonly stated?: string | undefined;
};

/**
 * A key with origins is for these alone; one without is for servers, and has no place in a page. Pages of this server itself, such as its reference, may send what
 * somebody has typed into them. Throws `OriginNotAllowedError`.
 */
export function checkOrigin(
  { browser, stated }: RequestOrigin,
  allowed: readonly string[],
  ownOrigin: string | undefined,
): void {
  if (browser !== undefined && browser === ownOrigin) return;
  if (allowed.length === 0) {
    if (browser === undefined) return;
    throw new OriginNotAllowedError(
      `This key is for servers, and the request comes from a page of ${browser}. Anybody who opens the page could take the key: replace it, and call the API from your server.`,
    );
  }
  const origin = browser ?? stated;
  if (origin !== undefined && allowed.includes(origin)) return;
  throw new OriginNotAllowedError(
    origin === undefined
      ? "This key is for some origins alone: say in X-Api-Origin which of them you are."
      : `This key is not for ${origin}.`,
  );
}
