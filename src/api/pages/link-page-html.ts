import type { OpenLink } from "../../links/index.ts";
import { escapeHtml } from "./html.ts";
import { money } from "./money.ts";

/** What a visitor reads before a payment is made, or instead of one. */
export type LinkScreen = {
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
  const { open, problem, isPayable } = screen;
  const title = open ? open.link.title : "Payment link";
  const described = open ? [priceOf(open), open.link.description].filter(Boolean).join(" · ") : "";
  return `<!doctype html>
<html lang="en">
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
${open ? summary(open) : ""}
<main class="card">
${isPayable && open ? form(open, screen) : refusal(problem ?? "")}
</main>
</div>
</body>
</html>
`;
}

function summary(open: OpenLink): string {
  const { link, organization } = open;
  const { name } = organization;
  return `<header class="summary">
<p class="merchant"><span class="merchant-mark" aria-hidden="true">${escapeHtml(name.slice(0, 1).toUpperCase())}</span>${escapeHtml(name)}</p>
${link.amount === null ? "" : `<p class="total">${escapeHtml(priceOf(open))}</p>`}
<p class="title">${escapeHtml(link.title)}</p>
${link.description === null ? "" : `<p class="description">${escapeHtml(link.description)}</p>`}
</header>`;
}

/** Sent to the page's own address: also where that is below a path of somebody's proxy. */
function form(open: OpenLink, { problem, entered = "" }: LinkScreen): string {
  const { link } = open;
  const invalid =
    problem === undefined ? "" : `<p class="warning" id="problem" role="alert">${escapeHtml(problem)}</p>`;
  if (link.amount !== null) {
    return `<h1>Pay ${escapeHtml(priceOf(open))}</h1>
${invalid}
<form method="post">
<button type="submit" class="primary">Continue to payment</button>
</form>
<p class="note">You choose how to pay on the next page.</p>`;
  }
  const wrong = problem === undefined ? "" : ' aria-invalid="true" aria-describedby="problem"';
  return `<h1>How much do you want to pay?</h1>
${invalid}
<form method="post">
<label class="field">
<span class="field-name">Amount in ${link.currency}</span>
<input name="amount" inputmode="decimal" autocomplete="transaction-amount" maxlength="40" required value="${escapeHtml(entered)}"${wrong}>
</label>
<p class="note">${escapeHtml(priceOf(open))}</p>
<button type="submit" class="primary">Continue to payment</button>
</form>`;
}

function refusal(problem: string): string {
  return `<h1>This cannot be paid now</h1>
<p role="alert">${escapeHtml(problem)}</p>
<p class="note">Nothing was paid by opening this page.</p>`;
}

/** "$99.00", or what a payer may choose. */
function priceOf({ link }: OpenLink): string {
  const { amount, minimumAmount, maximumAmount, currency } = link;
  if (amount !== null) return money(amount, currency);
  if (maximumAmount === null) return `${money(minimumAmount ?? 0n, currency)} or more`;
  return `${money(minimumAmount ?? 0n, currency)} to ${money(maximumAmount, currency)}`;
}
