import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { mailboxPage } from "./mailbox-page.ts";

/** A mail as it came, read by a parser that is not the sender's. */
export type ReceivedMail = {
  readonly id: number;
  /** Of the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly content: Uint8Array }[];
  /** By their names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly receivedAt: Date;
};

/** A mail server that delivers nothing, and a page that shows what came. */
export type Mailbox = {
  /** For `SMTP_URL`. */
  readonly smtp: { readonly host: string; readonly port: number };
  readonly pageUrl: string;
  /** The newest last. */
  readonly received: readonly ReceivedMail[];
  /** The first mail to an address that `matches`, once it comes. */
  wait(to: string, signal: AbortSignal, matches?: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  stop(): Promise<void>;
};

export type MailboxOptions = {
  /** Of the page; any free one where left out. */
  readonly port?: number;
  /** Answers an address with an SMTP error: 550 is final, 451 is not. */
  readonly refuse?: (address: string) => number | undefined;
  /** Before a mail is accepted. */
  readonly onMail?: (mail: ReceivedMail) => void | Promise<void>;
};

/** Mails that are kept. */
const capacity = 500;

const host = "127.0.0.1";

export async function startMailbox({ port = 0, refuse, onMail }: MailboxOptions = {}): Promise<Mailbox> {
  const received: ReceivedMail[] = [];
  const listeners = new Set<(mail: ReceivedMail) => void>();
  let lastId = 0;
  const server = new SMTPServer({
    // It has no certificate that anybody would trust, and everything stays on this machine.
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo({ address }, _session, answer) {
      const responseCode = refuse?.(address);
      answer(responseCode === undefined ? null : Object.assign(new Error("Not taken here"), { responseCode }));
    },
    onData(stream, { envelope }, answer) {
      const take = async () => {
        const parsed = await simpleParser(stream);
        lastId += 1;
        const mail = {
          id: lastId,
          from: envelope.mailFrom ? envelope.mailFrom.address : "",
          to: envelope.rcptTo.map(({ address }) => address),
          ...contentOf(parsed),
        };
        await onMail?.(mail);
        received.push(mail);
        if (received.length > capacity) received.shift();
        for (const listener of listeners) listener(mail);
      };
      take().then(
        () => answer(),
        (error: unknown) => answer(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A sender that goes away in the middle of a mail is no failure of ours.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const page = createServer(mailboxPage(received));
  await new Promise<void>((resolve) => page.listen(port, host, resolve));
  return {
    smtp: { host, port: (server.server.address() as AddressInfo).port },
    pageUrl: `http://${host}:${(page.address() as AddressInfo).port}`,
    received,
    wait(to, signal, matches = () => true) {
      const isIt = (mail: ReceivedMail) => mail.to.includes(to) && matches(mail);
      const early = received.find(isIt);
      if (early) return Promise.resolve(early);
      return new Promise((resolve, reject) => {
        const listener = (mail: ReceivedMail) => {
          if (!isIt(mail)) return;
          listeners.delete(listener);
          resolve(mail);
        };
        listeners.add(listener);
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    },
    async stop() {
      page.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => page.close(() => resolve())),
        new Promise<void>((resolve) => server.close(() => resolve())),
      ]);
    },
  };
}

function contentOf({ subject, text, html, headerLines, attachments }: ParsedMail) {
  return {
    subject: subject ?? "",
    text: text ?? "",
    html: html || "",
    attachments: attachments.map(({ filename = "", contentType, content }) => ({
      name: filename,
      type: contentType,
      content,
    })),
    headers: new Map(headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(":") + 1).trim()])),
    receivedAt: new Date(),
  };
}
