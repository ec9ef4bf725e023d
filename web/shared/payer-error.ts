import type { Message } from "./messages/index.ts";

/** Something that keeps a payer from paying, with what to tell them, which says what to do. `message` itself is for whoever reads a log. */
export class PayerError extends Error {
  readonly said: Message;
  constructor(message: string, said: Message, options?: ErrorOptions) {
    super(message, options);
    this.said = said;
  }
}
