/** Whether PostgreSQL can hold a text as it is: it has no NUL, and no half of a surrogate pair, which would become another character. */
export function isStorableText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed();
}

/** What somebody else's program said, such as a reason to revert, as it can be stored: what cannot be becomes U+FFFD, for all to see. */
export function storableText(text: string): string {
  return text.replaceAll("\0", "\u{FFFD}").toWellFormed();
}
