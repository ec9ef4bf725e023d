import { code, text } from "../content.ts";
import { life, type Template } from "./template.ts";

export type EmailCode = {
  /** Six digits. */
  readonly code: string;
};

/** The code that shows that a new address of an account is its person's. */
export const emailCode: Template<EmailCode> = {
  category: null,
  life: life.code,
  write: (data, say) => ({
    subject: say("emailCode.subject"),
    blocks: [text(say("emailCode.enter")), code(data.code), text(say("code.life")), text(say("emailCode.ignore"))],
  }),
  example: { code: "603158" },
};
