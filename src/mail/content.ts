/** One part of a mail, from which its HTML and its text are made. */
export type Block =
  | { readonly kind: "text"; readonly text: string }
  /** To be typed or copied. */
  | { readonly kind: "code"; readonly code: string }
  | { readonly kind: "action"; readonly label: string; readonly url: string }
  | { readonly kind: "facts"; readonly facts: readonly (readonly [name: string, value: string])[] };

/** What a template writes. */
export type Content = { readonly subject: string; readonly blocks: readonly Block[] };

export const text = (value: string): Block => ({ kind: "text", text: value });
export const code = (value: string): Block => ({ kind: "code", code: value });
export const action = (label: string, url: string): Block => ({ kind: "action", label, url });
export const facts = (...values: readonly (readonly [name: string, value: string])[]): Block => ({
  kind: "facts",
  facts: values,
});
