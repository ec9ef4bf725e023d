import { h } from "preact";
import { render } from "preact-render-to-string";
import type { Language } from "../store/index.ts";
import type { Content } from "./content.ts";
import { MailPage } from "./mail-page.ts";
import { mailText } from "./mail-text.ts";
import { sayIn } from "./messages/index.ts";
import { type TemplateData, type TemplateName, templateOf } from "./templates/index.ts";

/** A mail as it is sent. */
export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string };

export type RenderOptions = {
  readonly publicUrl: string;
  /** Where its receiver ends such mails; null for a transactional one. */
  readonly unsubscribeUrl: string | null;
  readonly language: Language;
};

/** What somebody wrote into a name is one line of a mail, and no more of it than a line holds. */
const mostOfValue = 1_000;
const mostOfSubject = 150;

/** Renders a mail from its template's data. Throws where this release has no such template. */
export function renderMail<Name extends TemplateName>(
  name: Name,
  data: TemplateData<Name>,
  { publicUrl, unsubscribeUrl, language }: RenderOptions,
): RenderedMail {
  const template = templateOf(name);
  if (template === undefined) throw new Error(`This release has no mail template "${name}".`);
  const say = sayIn(language);
  const content = onLines(template.write(data, say));
  const footer = { host: new URL(publicUrl).host, unsubscribeUrl };
  return {
    subject: content.subject,
    html: `<!doctype html>${render(h(MailPage, { ...content, footer, language, say }))}`,
    text: mailText({ ...content, footer }, say),
  };
}

/** Every value on one line: neither a header nor a paragraph of the text can be added by a name. */
function onLines({ subject, blocks }: Content): Content {
  return {
    subject: oneLine(subject, mostOfSubject),
    blocks: blocks.map((block) => {
      switch (block.kind) {
        case "text":
          return { ...block, text: oneLine(block.text, mostOfValue) };
        case "facts":
          return { ...block, facts: block.facts.map(([name, value]) => [name, oneLine(value, mostOfValue)] as const) };
        default:
          return block;
      }
    }),
  };
}

/** Controls, line and paragraph separators, and what changes the direction of the text around it become spaces. */
function oneLine(value: string, most: number): string {
  const line = value.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
  const characters = [...line];
  return characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
}
