/** An error that a caller can act on. Each kind has a `code` of its own. */
export abstract class DomainError extends Error {
  /** For machines: it never changes. What status a door answers it with is the door's to say. */
  abstract readonly code: string;
  /** What the code carries beside its message; shown to the caller. */
  readonly details: Readonly<Record<string, unknown>>;
  constructor(
    message: string,
    { details = {}, ...options }: ErrorOptions & { readonly details?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message, options);
    this.details = details;
  }
}
