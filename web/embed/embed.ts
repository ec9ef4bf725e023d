/**
 * What a shop's page loads: opens the checkout over the page, in a frame. Links marked `data-railsplit` do so by themselves, and still lead to
 * the checkout where scripts do not run; `data-railsplit="button"` makes them look like one. Everything that the checkout says is passed on as an event of the dialog: see docs/checkout.md.
 */
declare global {
  interface Window {
    Railsplit: { open(paymentUrl: string): HTMLDialogElement };
  }
}

/** A checkout that has not answered by then may not be shown in this page: it is opened as a page of its own. Milliseconds. */
const patience = 8_000;

function open(paymentUrl: string): HTMLDialogElement {
  const url = new URL(paymentUrl, location.href);
  url.searchParams.set("embed", "1");
  const dialog = document.createElement("dialog");
  const frame = document.createElement("iframe");
  dialog.style.cssText =
    "border:0;padding:0;border-radius:1rem;width:min(27rem,100vw - 1rem);overflow:hidden;background:none";
  frame.style.cssText = "border:0;display:block;width:100%;height:36rem";
  frame.title = "Payment";
  frame.allow = "clipboard-write; publickey-credentials-get";
  frame.src = url.href;

  const leave = setTimeout(() => location.assign(paymentUrl), patience);
  const listen = ({ source, origin, data }: MessageEvent) => {
    if (source !== frame.contentWindow || origin !== url.origin) return;
    clearTimeout(leave);
    if (data.type === "railsplit:resize") frame.style.height = `${data.height}px`;
    if (data.type === "railsplit:close") dialog.close();
    dialog.dispatchEvent(new CustomEvent(data.type, { bubbles: true, detail: data }));
  };
  addEventListener("message", listen);
  dialog.addEventListener("close", () => {
    clearTimeout(leave);
    removeEventListener("message", listen);
    dialog.remove();
  });
  dialog.append(frame);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

for (const link of document.querySelectorAll<HTMLElement>("a[data-railsplit=button]")) {
  link.style.cssText =
    "display:inline-block;padding:.7em 1.5em;border-radius:.6em;background:#3344d4;color:#fff;font:600 1em system-ui;text-decoration:none";
}

addEventListener("click", (event) => {
  const link = (event.target as Element).closest?.<HTMLAnchorElement>("a[data-railsplit]");
  // Opening in another tab stays what it is.
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  open(link.href);
});

window.Railsplit = { open };

export {};
