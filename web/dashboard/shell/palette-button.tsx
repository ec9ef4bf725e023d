import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Icon } from "../components/icon.tsx";
import { say } from "../messages/index.ts";
import "./palette-button.css";

type PaletteProps = { readonly close: () => void };

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Opens the palette, as its keys do from everywhere. */
export function PaletteButton() {
  const [isOpen, setOpen] = useState(false);
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  useEffect(() => {
    // Where it cannot be loaded, the menu leads everywhere too; the next press tries again.
    if (isOpen && Palette === null) {
      import("./palette.tsx").then(
        (loaded) => setPalette(() => loaded.Palette),
        () => setOpen(false),
      );
    }
  }, [isOpen, Palette]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      // Another dialog asks for something first.
      if (document.querySelector("dialog[open]") === null) setOpen(true);
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
  return (
    <>
      <button type="button" class="palette-button" aria-keyshortcuts="Control+K Meta+K" onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span class="palette-button-name">{say("palette.open")}</span>
        <kbd>{isMac ? "⌘ K" : say("palette.keys")}</kbd>
      </button>
      {isOpen && Palette && <Palette close={() => setOpen(false)} />}
    </>
  );
}
