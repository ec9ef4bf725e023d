import { type ComponentChildren, h } from "preact";
import type { Language } from "../store/index.ts";
import type { Block, Content } from "./content.ts";
import type { Say } from "./messages/index.ts";

// Node runs these files as they are, and it knows no JSX.

const font = "font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";
const styles = {
  page: `margin: 0; padding: 24px; background: #f4f4f5; color: #18181b; ${font}; font-size: 16px; line-height: 1.5`,
  card: "max-width: 560px; margin: 0 auto; padding: 32px; background: #ffffff; border-radius: 12px",
  heading: "margin: 0 0 16px; font-size: 20px; line-height: 1.3",
  paragraph: "margin: 0 0 16px",
  code: "margin: 0 0 16px; font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 32px; letter-spacing: 6px",
  action:
    "display: inline-block; padding: 12px 20px; background: #18181b; color: #ffffff; border-radius: 8px; text-decoration: none",
  link: "margin: 0 0 16px; font-size: 13px; color: #52525b; overflow-wrap: anywhere",
  table: "width: 100%; margin: 0 0 16px; border-collapse: collapse",
  name: "padding: 4px 16px 4px 0; text-align: left; vertical-align: top; font-weight: 400; color: #52525b",
  value: "padding: 4px 0; overflow-wrap: anywhere",
  footer: "max-width: 560px; margin: 16px auto 0; font-size: 13px; color: #52525b",
} as const;

/** What stands below every mail. */
export type Footer = {
  /** Where it comes from. */
  readonly host: string;
  /** Null: transactional. */
  readonly unsubscribeUrl: string | null;
};

type MailPageProps = Content & { readonly footer: Footer; readonly language: Language; readonly say: Say };

/** A whole mail. Every value in it is text: nothing that anybody wrote is markup here. */
export function MailPage({ subject, blocks, footer, language, say }: MailPageProps): ComponentChildren {
  return h(
    "html",
    { lang: language },
    h(
      "head",
      null,
      h("meta", { charset: "utf-8" }),
      h("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
      h("title", null, subject),
    ),
    h(
      "body",
      { style: styles.page },
      h("div", { style: styles.card }, h("h1", { style: styles.heading }, subject), blocks.map(blockOf)),
      h(FooterOf, { ...footer, say }),
    ),
  );
}

const paragraph = (children: ComponentChildren) => h("p", { style: styles.paragraph }, children);

function blockOf(block: Block): ComponentChildren {
  switch (block.kind) {
    case "text":
      return paragraph(block.text);
    case "code":
      return h("p", { style: styles.code }, block.code);
    case "action":
      return h(Action, block);
    case "facts":
      return h(Facts, block);
  }
}

function Action({ label, url }: { readonly label: string; readonly url: string }): ComponentChildren {
  return h(
    "div",
    null,
    paragraph(h("a", { href: url, style: styles.action }, label)),
    // Readable before it is opened, and where links are not shown as such.
    h("p", { style: styles.link }, url),
  );
}

function Facts({ facts }: Extract<Block, { readonly kind: "facts" }>): ComponentChildren {
  const rows = facts.map(([name, value]) =>
    h("tr", null, h("th", { scope: "row", style: styles.name }, name), h("td", { style: styles.value }, value)),
  );
  return h("table", { style: styles.table }, h("tbody", null, rows));
}

function FooterOf({ host, unsubscribeUrl, say }: Footer & { readonly say: Say }): ComponentChildren {
  return h(
    "p",
    { style: styles.footer },
    `${say("sentBy", { host })} `,
    unsubscribeUrl === null ? null : h("a", { href: unsubscribeUrl, style: "color: inherit" }, say("unsubscribe")),
  );
}
