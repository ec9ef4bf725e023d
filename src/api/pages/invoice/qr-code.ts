import { encode } from "uqr";

/** Modules of white around it, which scanners need. */
const border = 2;

/** The dark modules of a text's QR code, as a path of unit squares, and how many units it is wide. */
export function qrCode(text: string): { readonly path: string; readonly size: number } {
  const { data, size } = encode(text, { ecc: "M", border });
  const squares = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : [])));
  return { path: squares.join(""), size };
}
