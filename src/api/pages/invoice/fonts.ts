import { readFile } from "node:fs/promises";
import type PdfDocument from "pdfkit";
import type { InvoiceDocument } from "./document.ts";
import { sfntOfWoff } from "./sfnt-of-woff.ts";

/** How a PDF calls them. */
export const fonts = { regular: "regular", bold: "bold" } as const;

type Faces = readonly [regular: Buffer, bold: Buffer];

const read = (file: string) => readFile(new URL(import.meta.resolve(file)));
const readWoff = async (file: string) => sfntOfWoff(await read(file));

/** Latin, Greek, Cyrillic, and the signs of our currencies. */
const usualFiles = ["dejavu-fonts-ttf/ttf/DejaVuSans.ttf", "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf"] as const;

/** Japanese, and Latin beside it. */
const japaneseFiles = [
  "@fontsource/biz-udpgothic/files/biz-udpgothic-japanese-400-normal.woff",
  "@fontsource/biz-udpgothic/files/biz-udpgothic-japanese-700-normal.woff",
] as const;

/** Each is read when it is needed first. What it has no letters for is on the page, which is the record. */
let usual: Promise<Faces> | undefined;
let japanese: Promise<Faces> | undefined;

/** Whether there is Japanese in it: in its own words, or in a merchant's. */
export function isJapanese(document: InvoiceDocument): boolean {
  return document.language === "ja" || /[\u3040-\u30ff\u3400-\u9fff\uff00-\uffef]/.test(JSON.stringify(document));
}

export async function registerFonts(pdf: InstanceType<typeof PdfDocument>, isForJapanese: boolean): Promise<void> {
  usual ??= Promise.all([read(usualFiles[0]), read(usualFiles[1])]);
  if (isForJapanese) japanese ??= Promise.all([readWoff(japaneseFiles[0]), readWoff(japaneseFiles[1])]);
  const [regular, bold] = await ((isForJapanese && japanese) || usual);
  pdf.registerFont(fonts.regular, regular).registerFont(fonts.bold, bold);
}
