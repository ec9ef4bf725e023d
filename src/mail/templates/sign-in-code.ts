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
  write: (data) => ({
    subject: "Your sign-in code",
    blocks: [
      text("Enter this code where you are signing in:"),
      code(data.code),
      text("It works once, for 10 minutes. Nobody who works here will ever ask you for it."),
      text("You did not ask for it? Then ignore this mail: nobody signs in without the code."),
    ],
  }),
  example: { code: "492817" },
};
