import { useEffect, useState } from "preact/hooks";
import "./qr-code.css";

type Drawing = { readonly text: string; readonly size: number; readonly path: string };

/** A QR code, dark on light also where the page is dark: many cameras read nothing else. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const [drawing, show] = useState<Drawing | null>(null);
  useEffect(() => {
    let isWanted = true;
    // Without a code there is still the text beside it.
    draw(text).then(
      (drawn) => isWanted && show(drawn),
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [text]);
  const { size, path } = drawing?.text === text ? drawing : { size: 1, path: null };
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <title>{label}</title>
      <rect width={size} height={size} class="qr-light" />
      {path && <path d={path} class="qr-dark" />}
    </svg>
  );
}

/** The first screen has no code: what draws one is loaded when needed. */
async function draw(text: string): Promise<Drawing> {
  const { encode } = await import("uqr");
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : []))).join("");
  return { text, size, path };
}
