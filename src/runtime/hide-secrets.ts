/**
 * A text without what opens something for whoever shows it: API keys, which have a checksum or, older ones, none, tokens and webhook secrets. Their prefixes
 * stay.
 */
export function hideSecrets(text: string): string {
  return text
    .replace(/\b((?:[a-z]+_)+)[\w-]{32}(?:\w{6})?(?![\w-])/g, "$1…")
    .replace(/\bwhsec_[A-Za-z0-9+/=_-]+/g, "whsec_…");
}

/** The same, and of URLs only scheme and host: the rest may hold a provider's key. */
export function hideSecretsAndPaths(text: string): string {
  return hideSecrets(text).replace(/\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/@"']*@)?([^\s/?#"']+)[^\s"']*/gi, "$1$2/…");
}
