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
  write: (data) => ({
    subject: "Confirm your new mail address",
    blocks: [
      text("Enter this code where you are changing the address of your account to this one:"),
      code(data.code),
      text("It works once, for 10 minutes. Nobody who works here will ever ask you for it."),
      text("You are changing no address? Then ignore this mail: without the code nothing changes."),
    ],
  }),
  example: { code: "603158" },
};
