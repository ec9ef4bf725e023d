import type { OpenLink } from "../../links/index.ts";
import type { Language } from "../../store/index.ts";
import { escapeHtml } from "./html.ts";
import { type Say, sayIn } from "./messages/index.ts";
import { money } from "./money.ts";

/** What a visitor reads before a payment is made, or instead of one. */
export type LinkScreen = {
  readonly language: Language;
  /** Undefined where there is no such link. */
  readonly open: OpenLink | undefined;
  /** Why no payment can be made of it; or, with the form, what is wrong with what was entered. */
  readonly problem?: string;
  /** Whether a payment can be made: the form is shown. */
  readonly isPayable: boolean;
  /** What was entered before. */
  readonly entered?: string;
};

/** The page of a link, in the checkout's own styles and without a script. Everything in it that is not ours is escaped. */
export function linkPageHtml(styles: string, screen: LinkScreen): string {
  const { language, open, problem, isPayable } = screen;
  const writing = { language, say: sayIn(language) };
  const title = open ? open.link.title : writing.say("link.untitled");
  const described = open ? [priceOf(open, writing), open.link.description].filter(Boolean).join(" · ") : "";
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta property="og:title" content="${escapeHtml(title)}">
<meta property="og:description" content="${escapeHtml(described)}">
<title>${escapeHtml(title)}</title>
${styles}
</head>
<body>
<div class="page">
${open ? summary(open, writing) : ""}
<main class="card">
${isPayable && open ? form(open, screen, writing) : refusal(problem ?? "", writing)}
</main>
</div>
</body>
</html>
`;
}

type Writing = { readonly language: Language; readonly say: Say };

function summary(open: OpenLink, writing: Writing): string {
  const { link, organization } = open;
  const { name } = organization;
  return `<header class="summary">
<p class="merchant"><span class="merchant-mark" aria-hidden="true">${escapeHtml(name.slice(0, 1).toUpperCase())}</span>${escapeHtml(name)}</p>
${link.amount === null ? "" : `<p class="total">${escapeHtml(priceOf(open, writing))}</p>`}
<p class="title">${escapeHtml(link.title)}</p>
${link.description === null ? "" : `<p class="description">${escapeHtml(link.description)}</p>`}
</header>`;
}

/** Sent to the page's own address: also where that is below a path of somebody's proxy. */
function form(open: OpenLink, { problem, entered = "" }: LinkScreen, writing: Writing): string {
  const { link } = open;
  const { say } = writing;
  const invalid =
    problem === undefined ? "" : `<p class="warning" id="problem" role="alert">${escapeHtml(problem)}</p>`;
  if (link.amount !== null) {
    return `<h1>${escapeHtml(say("link.pay", { amount: priceOf(open, writing) }))}</h1>
${invalid}
<form method="post">
<button type="submit" class="primary">${escapeHtml(say("link.continue"))}</button>
</form>
<p class="note">${escapeHtml(say("link.next"))}</p>`;
  }
  const wrong = problem === undefined ? "" : ' aria-invalid="true" aria-describedby="problem"';
  return `<h1>${escapeHtml(say("link.howMuch"))}</h1>
${invalid}
<form method="post">
<label class="field">
<span class="field-name">${escapeHtml(say("link.amountIn", { currency: link.currency }))}</span>
<input name="amount" inputmode="decimal" autocomplete="transaction-amount" maxlength="40" required value="${escapeHtml(entered)}"${wrong}>
</label>
<p class="note">${escapeHtml(priceOf(open, writing))}</p>
<button type="submit" class="primary">${escapeHtml(say("link.continue"))}</button>
</form>`;
}

function refusal(problem: string, { say }: Writing): string {
  return `<h1>${escapeHtml(say("link.notNow"))}</h1>
<p role="alert">${escapeHtml(problem)}</p>
<p class="note">${escapeHtml(say("link.nothingPaid"))}</p>`;
}

/** "$99.00", or what a payer may choose. */
function priceOf({ link }: OpenLink, { language, say }: Writing): string {
  const { amount, minimumAmount, maximumAmount, currency } = link;
  if (amount !== null) return money(amount, currency, language);
  if (maximumAmount === null) return say("link.orMore", { amount: money(minimumAmount ?? 0n, currency, language) });
  const [from, to] = [money(minimumAmount ?? 0n, currency, language), money(maximumAmount, currency, language)];
  return say("link.range", { from, to });
}
