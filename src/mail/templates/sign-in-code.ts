import { code, text } from "../content.ts";
import { life, type Template } from "./template.ts";

export type SignInCode = {
  /** Six digits. */
  readonly code: string;
};

/** The code by which somebody signs in. It is not in the subject, which screens show while they are locked. */
export const signInCode: Template<SignInCode> = {
  category: null,
  life: life.code,
  write: (data, say) => ({
    subject: say("signInCode.subject"),
    blocks: [text(say("signInCode.enter")), code(data.code), text(say("code.life")), text(say("signInCode.ignore"))],
  }),
  example: { code: "492817" },
};
