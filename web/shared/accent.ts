type Style = Pick<CSSStyleDeclaration, "setProperty" | "removeProperty">;

const names = ["--brand", "--brand-strong", "--on-brand", "--brand-outline"] as const;

/** Gives buttons the merchant's colour, on which white text is readable: the API takes no other. Null, and what is no colour: ours. */
export function showAccent(style: Style, color: string | null): void {
  if (color === null || !/^#[0-9a-f]{6}$/i.test(color)) {
    for (const name of names) style.removeProperty(name);
    return;
  }
  style.setProperty("--brand", color);
  style.setProperty("--brand-strong", `color-mix(in srgb, ${color} 85%, black)`);
  style.setProperty("--on-brand", "#ffffff");
  style.setProperty("--brand-outline", "var(--outline)");
}
