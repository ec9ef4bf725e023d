import type { Block, Content } from "./content.ts";
import type { Footer } from "./mail-page.ts";
import type { Say } from "./messages/index.ts";

/** The same mail for programs without HTML, and for those who prefer it. */
export function mailText({ subject, blocks, footer }: Content & { readonly footer: Footer }, say: Say): string {
  const unsubscribe = footer.unsubscribeUrl === null ? [] : [`${say("unsubscribe")}: ${footer.unsubscribeUrl}`];
  const signature = ["-- ", say("sentBy", { host: footer.host }), ...unsubscribe].join("\n");
  return `${[subject, ...blocks.map(blockText), signature].join("\n\n")}\n`;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "text":
      return block.text;
    case "code":
      return `    ${block.code}`;
    case "action":
      return `${block.label}:\n${block.url}`;
    case "facts":
      return block.facts.map(([name, value]) => `${name}: ${value}`).join("\n");
  }
}
