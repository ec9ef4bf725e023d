import type PdfDocument from "pdfkit";
import { numberText } from "../../../invoices/index.ts";
import { type Say, sayIn } from "../messages/index.ts";
import type { InvoiceDocument } from "./document.ts";
import { fonts, isJapanese, registerFonts } from "./fonts.ts";
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

/** The invoice as a PDF: what its page says, with the same figures. `createdAt` is a part of the file. */
export async function invoicePdf(document: InvoiceDocument, createdAt: Date): Promise<Buffer> {
  // Loaded with the first: a server starts without it.
  const { default: Document } = await import("pdfkit");
  const pdf = new Document({
    size: [page.width, page.height],
    margin: page.margin,
    // None of its own, which would be read from a file.
    font: "",
    info: { Title: document.heading, CreationDate: createdAt },
    lang: document.language,
  });
  await registerFonts(pdf, isJapanese(document));
  const say = sayIn(document.language);
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on("data", (chunk: Buffer) => void chunks.push(chunk));
    pdf.on("end", () => resolve(Buffer.concat(chunks)));
    pdf.on("error", reject);
  });
  writeHead(pdf, document, say);
  writeParties(pdf, document, say);
  writeLines(pdf, document, say);
  writeTotals(pdf, document);
  writeReceipt(pdf, document, say);
  writeFoot(pdf, document, say);
  pdf.end();
  return done;
}

/** Of the file: letters that every system takes, in every language. */
export function invoiceFileName(invoice: Parameters<typeof numberText>[1]): string {
  return `invoice-${numberText("INVOICE", invoice).toLowerCase()}.pdf`;
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

function writeHead(pdf: Pdf, { heading, title, description, isTest, status }: InvoiceDocument, say: Say): void {
  const top = pdf.y;
  usual(pdf).font(fonts.bold).fontSize(11);
  write(pdf, status.label, top + 4, { x: right - 150, width: 150, align: "right" });
  pdf.fontSize(17);
  write(pdf, heading, top, { x: page.margin, width: width - 160 });
  usual(pdf);
  write(pdf, title, pdf.y + 2, { x: page.margin, width: width - 160 });
  if (isTest) write(small(pdf), say("invoice.test"), pdf.y + 4, whole);
  if (description !== null) write(small(pdf), description, pdf.y + 4, whole);
}

function writeParties(pdf: Pdf, { from, to, facts }: InvoiceDocument, say: Say): void {
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
  block(say("invoice.from"), from, third(0));
  if (to.length > 0) block(say("invoice.to"), to, third(1));
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

function writeLines(pdf: Pdf, { lines }: InvoiceDocument, say: Say): void {
  if (lines.length === 0) return;
  const names = (["description", "quantity", "unitPrice", "amount"] as const).map((name) => say(`invoice.${name}`));
  writeRow(pdf, names, small);
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

function writeReceipt(pdf: Pdf, { payments, creditNotes }: InvoiceDocument, say: Say): void {
  if (payments.length > 0) writeTitle(pdf, say("invoice.receipt"));
  for (const { amount, paidBy, paidAt, transactionHash } of payments) {
    makeRoom(pdf, 30);
    write(usual(pdf), say("invoice.paidLine", { amount, time: paidAt, method: paidBy }), pdf.y, whole);
    if (transactionHash !== null) write(small(pdf), transactionHash, pdf.y + 1, whole);
    pdf.y += 4;
  }
  if (creditNotes.length > 0) writeTitle(pdf, say("invoice.creditNotes"));
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

function writeFoot(pdf: Pdf, { url }: InvoiceDocument, say: Say): void {
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
  write(small(pdf), say("invoice.seeAt"), top + 20, { x: page.margin, width: width - side - 20 });
  pdf.fillColor(soft).text(url, page.margin, pdf.y + 1, { width: width - side - 20, link: url });
}
