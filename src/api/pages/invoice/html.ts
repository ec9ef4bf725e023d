import { type Html, html } from "../html.ts";
import { type Say, sayIn } from "../messages/index.ts";
import type { InvoiceDocument } from "./document.ts";
import { qrCode } from "./qr-code.ts";

/** What the page shows beside the document. */
export type InvoiceScreen = {
  readonly document: InvoiceDocument;
  readonly styles: string;
  readonly logoUrl: string | null;
  /** Where its PDF is, from the page. */
  readonly pdfPath: string;
  /** How it can be paid now; undefined where it cannot. */
  readonly payable?: Payable | undefined;
  /** Where the payment that is under way is, from the page. */
  readonly processingPath?: string | undefined;
  /** Whether it is charged without its customer at the moment. */
  readonly isCollecting: boolean;
  /** What was wrong with what was entered, or why nothing can be paid. */
  readonly problem?: string | undefined;
  readonly entered?: string | undefined;
};

export type Payable = {
  /** All that is due; null where the payer chooses. */
  readonly due: string | null;
  readonly allowsPart: boolean;
  readonly currency: string;
};

/** The page of an invoice, without a script. */
export function invoiceHtml(screen: InvoiceScreen): string {
  const { document, styles, logoUrl } = screen;
  const { heading, title, description, isTest, status, language } = document;
  const say = sayIn(language);
  const page = html`<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${heading}: ${title}</title>
<style>${{ html: styles }}</style>
</head>
<body>
<main>
${isTest ? html`<p class="test">${say("invoice.test")}</p>` : html``}
<header class="head">
<div>${logoUrl === null ? html`` : html`<img class="logo" src="${logoUrl}" alt="">`}<h1>${heading}</h1><p>${title}</p></div>
<p class="status ${status.tone}">${status.label}</p>
</header>
${description === null ? html`` : html`<p class="soft">${description}</p>`}
${parties(document, say)}
${payment(screen, say)}
${figures(document, say)}
${receipt(document, say)}
${foot(screen, say)}
</main>
</body>
</html>
`;
  return `<!doctype html>\n${page.html}`;
}

function parties({ from, to, facts }: InvoiceDocument, say: Say): Html {
  const lines = (all: readonly string[]) => all.map((line) => html`<span>${line}</span>`);
  return html`<div class="parties">
<section><h2>${say("invoice.from")}</h2><address>${lines(from)}</address></section>
${to.length === 0 ? html`` : html`<section><h2>${say("invoice.to")}</h2><address>${lines(to)}</address></section>`}
<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
</div>`;
}

function figures({ lines, totals }: InvoiceDocument, say: Say): Html {
  return html`<table class="lines">
${
  lines.length === 0
    ? html``
    : html`<thead><tr><th scope="col">${say("invoice.description")}</th><th scope="col">${say("invoice.quantity")}</th><th scope="col">${say("invoice.unitPrice")}</th><th scope="col">${say("invoice.amount")}</th></tr></thead>
<tbody>${lines.map(lineOf)}</tbody>`
}
<tfoot>${totals.map(([name, amount]) => html`<tr><th scope="row" colspan="3">${name}</th><td>${amount}</td></tr>`)}</tfoot>
</table>`;
}

function lineOf({ description, quantity, unitPrice, amount }: InvoiceDocument["lines"][number]): Html {
  return html`<tr><td>${description}</td><td>${quantity}</td><td>${unitPrice}</td><td>${amount}</td></tr>`;
}

function receipt({ payments, creditNotes }: InvoiceDocument, say: Say): Html {
  const notes = creditNotes.map((note) => html`<li>${note}</li>`);
  return html`${
    payments.length === 0
      ? html``
      : html`<section class="receipt"><h2>${say("invoice.receipt")}</h2><ul>${payments.map(
          ({ amount, paidBy, paidAt, transactionHash }) =>
            html`<li>${say("invoice.paidLine", { amount, time: paidAt, method: paidBy })}${transactionHash === null ? html`` : html`<br><code>${transactionHash}</code>`}</li>`,
        )}</ul></section>`
  }${notes.length === 0 ? html`` : html`<section><h2>${say("invoice.creditNotes")}</h2><ul>${notes}</ul></section>`}`;
}

function payment({ payable, processingPath, isCollecting, problem, entered = "" }: InvoiceScreen, say: Say): Html {
  const wrong = problem === undefined ? html`` : html`<p id="problem" role="alert">${problem}</p>`;
  if (processingPath !== undefined) {
    return html`<section class="pay"><h2>${say("invoice.underWay")}</h2>${wrong}
<p>${say("invoice.notFinal")}</p>
<p><a class="button" href="${processingPath}">${say("invoice.seePayment")}</a></p></section>`;
  }
  if (isCollecting) {
    return html`<section class="pay"><h2>${say("invoice.underWay")}</h2>${wrong}<p>${say("invoice.collecting")}</p></section>`;
  }
  if (!payable) return problem === undefined ? html`` : html`<section class="pay">${wrong}</section>`;
  const { due, allowsPart, currency } = payable;
  const choice = html`<form method="post">
<label>${say("invoice.amountIn", { currency })} <input name="amount" inputmode="decimal" autocomplete="transaction-amount" maxlength="40" required value="${entered}"${problem === undefined ? html`` : html` aria-invalid="true" aria-describedby="problem"`}></label>
<button>${say("invoice.continue")}</button>
</form>`;
  if (due === null) return html`<section class="pay"><h2>${say("invoice.howMuch")}</h2>${wrong}${choice}</section>`;
  return html`<section class="pay"><h2>${say("invoice.payTitle")}</h2>${wrong}
<form method="post"><button>${say("invoice.pay", { amount: due })}</button></form>
<p class="soft">${say("invoice.choice")}</p>
${allowsPart ? html`<details${problem === undefined ? html`` : html` open`}><summary>${say("invoice.payPart")}</summary>${choice}</details>` : html``}</section>`;
}

function foot({ document, pdfPath }: InvoiceScreen, say: Say): Html {
  const { path, size } = qrCode(document.url);
  const box = `0 0 ${size} ${size}`;
  return html`<footer class="foot">
<div><p class="actions"><a href="${pdfPath}">${say("invoice.pdf")}</a></p><p><small>${document.url}</small></p></div>
<svg viewBox="${box}" role="img" aria-label="${say("invoice.qr")}"><rect width="${`${size}`}" height="${`${size}`}" fill="#fff"/><path d="${path}" fill="#000"/></svg>
</footer>`;
}
