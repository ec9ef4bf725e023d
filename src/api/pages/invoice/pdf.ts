import { readFile } from "node:fs/promises";
import PdfDocument from "pdfkit";
import type { InvoiceDocument } from "./document.ts";
import { qrCode } from "./qr-code.ts";

// Points, from the top left of a page.
const page = { width: 595.28, height: 841.89, margin: 50 } as const;
const right = page.width - page.margin;
const width = right - page.margin;
const bottom = page.height - page.margin;
const columns = [
  { x: page.margin, width: 235, align: "left" },
  { x: page.margin + 240, width: 65, align: "right" },
  { x: page.margin + 310, width: 85, align: "right" },
  { x: page.margin + 400, width: width - 400, align: "right" },
] as const;
const soft = "#52525b";
const line = "#d4d4d8";

/** Latin, Greek, Cyrillic, and the signs of our currencies. What it has no letters for is on the page, which is the record. Read when the first PDF is written. */
let fontFiles: Promise<readonly [regular: Buffer, bold: Buffer]> | undefined;

const readFont = (name: string) => readFile(new URL(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`)));

const fonts = { regular: "regular", bold: "bold" } as const;

/** The invoice as a PDF: what its page says, with the same figures. `createdAt` is a part of the file. */
export async function invoicePdf(document: InvoiceDocument, createdAt: Date): Promise<Buffer> {
  fontFiles ??= Promise.all([readFont("DejaVuSans"), readFont("DejaVuSans-Bold")]);
  const [regular, bold] = await fontFiles;
  const pdf = new PdfDocument({
    size: [page.width, page.height],
    margin: page.margin,
    // None of its own, which would be read from a file.
    font: "",
    info: { Title: document.heading, CreationDate: createdAt },
    lang: "en",
  });
  pdf.registerFont(fonts.regular, regular).registerFont(fonts.bold, bold);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => void chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
  writeHead(pdf, document);
  writeParties(pdf, document);
  writeLines(pdf, document);
  writeTotals(pdf, document);
  writeReceipt(pdf, document);
  writeFoot(pdf, document);
  pdf.end();
  return done;
}

type Pdf = InstanceType<typeof PdfDocument>;

type Written = { readonly x: number; readonly width: number; readonly align?: "left" | "right" };

const write = (pdf: Pdf, text: string, y: number, { x, width: room, align = "left" }: Written) =>
  pdf.text(text, x, y, { width: room, align });

const whole: Written = { x: page.margin, width };

function small(pdf: Pdf) {
  return pdf.font(fonts.regular).fontSize(8).fillColor(soft);
}

function usual(pdf: Pdf) {
  return pdf.font(fonts.regular).fontSize(9.5).fillColor("black");
}

/** Goes on to a new page where so much does not fit. */
function makeRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > bottom) pdf.addPage();
}

function writeHead(pdf: Pdf, { heading, title, description, isTest, status }: InvoiceDocument): void {
  const top = pdf.y;
  usual(pdf).font(fonts.bold).fontSize(11);
  write(pdf, status.label, top + 4, { x: right - 150, width: 150, align: "right" });
  pdf.fontSize(17);
  write(pdf, heading, top, { x: page.margin, width: width - 160 });
  usual(pdf);
  write(pdf, title, pdf.y + 2, { x: page.margin, width: width - 160 });
  if (isTest) write(small(pdf), "This is a test: no money is meant.", pdf.y + 4, whole);
  if (description !== null) write(small(pdf), description, pdf.y + 4, whole);
}

function writeParties(pdf: Pdf, { from, to, facts }: InvoiceDocument): void {
  makeRoom(pdf, 80);
  const top = pdf.y + 20;
  const third = (index: number): Written => ({ x: page.margin + index * 165, width: 155 });
  let lowest = top;
  const block = (name: string, lines: readonly string[], place: Written) => {
    write(small(pdf), name, top, place);
    usual(pdf);
    for (const each of lines) write(pdf, each, pdf.y + 1, place);
    lowest = Math.max(lowest, pdf.y);
  };
  block("From", from, third(0));
  if (to.length > 0) block("To", to, third(1));
  const names: Written = { x: page.margin + 330, width: 60 };
  const values: Written = { x: page.margin + 390, width: width - 390, align: "right" };
  let y = top;
  for (const [name, value] of facts) {
    write(small(pdf), name, y + 1, names);
    write(usual(pdf), value, y, values);
    y = pdf.y + 2;
  }
  pdf.y = Math.max(lowest, y) + 18;
}

function writeLines(pdf: Pdf, { lines }: InvoiceDocument): void {
  if (lines.length === 0) return;
  writeRow(pdf, ["Description", "Quantity", "Unit price", "Amount"], small);
  for (const { description, quantity, unitPrice, amount } of lines) {
    writeRow(pdf, [description, quantity, unitPrice, amount], usual);
  }
}

function writeRow(pdf: Pdf, cells: readonly string[], style: (pdf: Pdf) => Pdf): void {
  style(pdf);
  const heights = columns.map(({ width: room }, index) => pdf.heightOfString(cells[index] ?? "", { width: room }));
  const height = Math.max(...heights) + 10;
  makeRoom(pdf, height);
  const top = pdf.y;
  for (const [index, column] of columns.entries()) write(pdf, cells[index] ?? "", top + 5, column);
  rule(pdf, top + height);
  pdf.y = top + height;
}

function rule(pdf: Pdf, y: number): void {
  pdf.moveTo(page.margin, y).lineTo(right, y).lineWidth(0.5).strokeColor(line).stroke();
}

function writeTotals(pdf: Pdf, { totals }: InvoiceDocument): void {
  pdf.y += 8;
  for (const [index, [name, amount]] of totals.entries()) {
    makeRoom(pdf, 24);
    const isLast = index === totals.length - 1;
    usual(pdf)
      .font(isLast ? fonts.bold : fonts.regular)
      .fontSize(isLast ? 12 : 9.5);
    const top = pdf.y;
    write(pdf, name, top, { x: page.margin, width: width - 150, align: "right" });
    const after = pdf.y;
    write(pdf, amount, top, { x: right - 140, width: 140, align: "right" });
    pdf.y = Math.max(after, pdf.y) + 4;
  }
}

function writeReceipt(pdf: Pdf, { payments, creditNotes }: InvoiceDocument): void {
  if (payments.length > 0) writeTitle(pdf, "Receipt");
  for (const { amount, paidBy, paidAt, transactionHash } of payments) {
    makeRoom(pdf, 30);
    write(usual(pdf), `${amount} on ${paidAt}, by ${paidBy}`, pdf.y, whole);
    if (transactionHash !== null) write(small(pdf), transactionHash, pdf.y + 1, whole);
    pdf.y += 4;
  }
  if (creditNotes.length > 0) writeTitle(pdf, "Credit notes");
  for (const note of creditNotes) {
    makeRoom(pdf, 30);
    write(usual(pdf), note, pdf.y, whole);
    pdf.y += 4;
  }
}

function writeTitle(pdf: Pdf, title: string): void {
  pdf.y += 14;
  makeRoom(pdf, 50);
  usual(pdf).font(fonts.bold).fontSize(11);
  write(pdf, title, pdf.y, whole);
  pdf.y += 4;
}

function writeFoot(pdf: Pdf, { url }: InvoiceDocument): void {
  const side = 80;
  pdf.y += 20;
  makeRoom(pdf, side + 10);
  const { path, size } = qrCode(url);
  const top = pdf.y;
  pdf
    .save()
    .translate(right - side, top)
    .scale(side / size)
    .path(path)
    .fill("black")
    .restore();
  write(small(pdf), "See it, and pay it, at", top + 20, { x: page.margin, width: width - side - 20 });
  pdf.fillColor(soft).text(url, page.margin, pdf.y + 1, { width: width - side - 20, link: url });
}
