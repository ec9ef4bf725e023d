/** HTML that is safe to send: made by `html` alone. */
export type Html = { readonly html: string };

/** Marks a template as HTML, and escapes what is put into it unless that is HTML already. */
export function html(parts: TemplateStringsArray, ...values: readonly (string | Html | readonly Html[])[]): Html {
  return { html: parts.map((part, index) => part + textOf(values[index] ?? "")).join("") };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function textOf(value: string | Html | readonly Html[]): string {
  if (typeof value === "string") return escapeHtml(value);
  return [value]
    .flat()
    .map((each) => each.html)
    .join("");
}
