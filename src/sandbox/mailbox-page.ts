import type { RequestListener, ServerResponse } from "node:http";
import { type ComponentChildren, h } from "preact";
import { render } from "preact-render-to-string";
import { type RenderedMail, renderMail, type TemplateName, templates } from "../mail/index.ts";
import type { ReceivedMail } from "./mailbox.ts";

// Node runs these files as they are, and it knows no JSX.

const style = `
  :root { color-scheme: light dark; --line: #d4d4d8; --shade: #f4f4f5 }
  @media (prefers-color-scheme: dark) { :root { --line: #3f3f46; --shade: #27272a } a { color: #a3b0ff } }
  body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere }
  table { width: 100%; border-collapse: collapse } th, td { padding: .4rem .6rem .4rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line) }
  @media (max-width: 40rem) { thead { position: absolute; clip-path: inset(50%) } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--line) } td { display: block; padding: 0; border: 0 } }
  iframe { box-sizing: border-box; width: 100%; height: 34rem; border: 1px solid var(--line); background: #fff } pre { padding: 1rem; background: var(--shade); white-space: pre-wrap }`;

/** Nothing of a mail runs or is loaded, here or in its frame. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'";

/** Shows the mails that came, and every template as its example. `/mails.json` is for programs. */
export function mailboxPage(received: readonly ReceivedMail[]): RequestListener {
  return (request, response) => {
    const [, place = "", name = ""] = new URL(request.url ?? "/", "http://page").pathname.split("/");
    if (place === "") return send(response, "Mails", [list(received), previewLinks()]);
    if (place === "mails.json") return sendJson(response, received);
    if (place === "mails") {
      const mail = received.find(({ id }) => `${id}` === name);
      return mail ? send(response, mail.subject, [headersOf(mail), ...bodyOf(mail)]) : notFound(response);
    }
    if (place === "previews" && Object.hasOwn(templates, name)) {
      const mail = preview(name as TemplateName);
      return send(response, `${name}: ${mail.subject}`, bodyOf(mail));
    }
    notFound(response);
  };
}

function preview(name: TemplateName): RenderedMail {
  const { category, example } = templates[name];
  const publicUrl = "https://pay.example";
  const unsubscribeUrl = category === null ? null : `${publicUrl}/mail/unsubscribe/example`;
  return renderMail(name, example, { publicUrl, unsubscribeUrl, language: "en" });
}

function list(received: readonly ReceivedMail[]): ComponentChildren {
  if (received.length === 0) return h("p", null, "No mail came yet. Load this page again after something was sent.");
  const rows = received
    .toReversed()
    .map(({ id, to, subject, receivedAt }) =>
      h(
        "tr",
        { key: id },
        h("td", null, `${receivedAt.toISOString().slice(0, 19).replace("T", " ")} UTC`),
        h("td", null, to.join(", ")),
        h("td", null, h("a", { href: `/mails/${id}` }, subject)),
      ),
    );
  const names = ["Received", "To", "Subject"].map((name) => h("th", { key: name, scope: "col" }, name));
  return h("table", null, h("thead", null, h("tr", null, names)), h("tbody", null, rows));
}

function previewLinks(): ComponentChildren {
  const links = Object.keys(templates).map((name) =>
    h("li", { key: name }, h("a", { href: `/previews/${name}` }, name)),
  );
  return h("section", null, h("h2", null, "Templates"), h("ul", null, links));
}

function headersOf({ headers }: ReceivedMail): ComponentChildren {
  const lines = [...headers].map(([name, value]) => `${name}: ${value}`);
  return h("section", null, h("h2", null, "Headers"), h("pre", null, lines.join("\n")));
}

function bodyOf({ html, text }: Pick<RenderedMail, "html" | "text">): ComponentChildren[] {
  return [
    h("section", { key: "html" }, h("h2", null, "HTML"), h("iframe", { title: "The mail", sandbox: "", srcDoc: html })),
    h("section", { key: "text" }, h("h2", null, "Text"), h("pre", null, text)),
  ];
}

function send(response: ServerResponse, title: string, children: ComponentChildren): void {
  const viewport = h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" });
  const head = h(
    "head",
    null,
    h("meta", { charset: "utf-8" }),
    viewport,
    h("title", null, title),
    h("style", null, style),
  );
  const home = h("p", null, h("a", { href: "/" }, "All mails"));
  const page = h("html", { lang: "en" }, head, h("body", null, home, h("h1", null, title), children));
  response
    .writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy })
    .end(`<!doctype html>${render(page)}`);
}

function sendJson(response: ServerResponse, received: readonly ReceivedMail[]): void {
  const mails = received.map(({ headers, ...mail }) => ({ ...mail, headers: Object.fromEntries(headers) }));
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(mails));
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { "content-type": "text/plain" }).end("There is no such mail.\n");
}
