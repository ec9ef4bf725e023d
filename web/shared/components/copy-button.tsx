import { useState } from "preact/hooks";
import { say } from "../messages/index.ts";
import "./copy-button.css";

type CopyButtonProps = {
  readonly text: string /** What is copied, for who cannot see where the button is. */;
  readonly what: string;
};

/** How long it says that it has copied. Milliseconds. */
const shownFor = 2_000;

export function CopyButton({ text, what }: CopyButtonProps) {
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  const copy = async () => {
    setResult(await write(text));
    setTimeout(() => setResult(null), shownFor);
  };
  return (
    <>
      <button type="button" class="copy" aria-label={say("copy.label", { what })} onClick={copy}>
        {result === "copied" ? say("copy.copied") : say("copy.copy")}
      </button>
      <span class={result === "failed" ? "note" : "spoken"} role="status">
        {result && say(`copy.${result}`)}
      </span>
    </>
  );
}

/** Browsers have no clipboard on pages without TLS, and frames only where the page around allows it. */
async function write(text: string): Promise<"copied" | "failed"> {
  try {
    await navigator.clipboard.writeText(text);
    return "copied";
  } catch {
    return "failed";
  }
}
