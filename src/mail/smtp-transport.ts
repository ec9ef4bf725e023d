import { createTransport } from "nodemailer";
import { storableText } from "../runtime/index.ts";
import type { MailTransport, OutgoingMail, SendResult } from "./transport.ts";

/** A mail server, and in whose name mails go out. */
export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; otherwise STARTTLS, which is required but on this machine itself. */
  readonly implicitTls: boolean;
  readonly isLoopback: boolean;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  readonly from: { readonly name: string; readonly address: string };
};

/** Milliseconds. An attempt ends well within its lease. */
const timeouts = { connect: 10_000, greeting: 10_000, silence: 20_000, attempt: 30_000 } as const;

/** Sends by SMTP, each mail over a connection of its own. */
export function createSmtpTransport(settings: SmtpSettings): MailTransport {
  const { host, port, implicitTls, isLoopback, user, password, from } = settings;
  const transport = createTransport({
    host,
    port,
    secure: implicitTls,
    requireTLS: !implicitTls && !isLoopback,
    ...(user === undefined ? {} : { auth: { user, pass: password } }),
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.silence,
    dnsTimeout: timeouts.connect,
    // Nothing in a mail names a file or a URL to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(mail) {
      try {
        await transport.sendMail({ ...messageOf(mail, from), signal: AbortSignal.timeout(timeouts.attempt) });
        return { outcome: "sent" };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

/** The envelope is given apart: no parser of headers decides who gets it. */
function messageOf(mail: OutgoingMail, from: SmtpSettings["from"]) {
  const { id, to, subject, html, text, attachments, unsubscribeUrl } = mail;
  return {
    envelope: { from: from.address, to: [to] },
    from: { name: from.name, address: from.address },
    to: { name: "", address: to },
    messageId: `<${id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
    subject,
    html,
    text,
    attachments: attachments.map(({ name, type, content }) => ({ filename: name, contentType: type, content })),
    headers: {
      // No out-of-office answers to it (RFC 3834).
      "Auto-Submitted": "auto-generated",
      ...(unsubscribeUrl === null
        ? {}
        : {
            "List-Unsubscribe": { prepared: true, value: `<${unsubscribeUrl}>` },
            // One click ends it, without a page (RFC 8058).
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
          }),
    },
  };
}

/**
 * A 5xx about the recipient or the message is final. One about the sender or the sign-in is a matter of this server's configuration: the operator mends it,
 * and the mail goes out then.
 */
function failureOf(error: unknown): SendResult {
  const { message, responseCode, command } = error as Error & {
    readonly responseCode?: number;
    readonly command?: string;
  };
  const isFinal = responseCode !== undefined && responseCode >= 500 && (command === "RCPT TO" || command === "DATA");
  const reason = storableText(message || String(error)).slice(0, 500);
  return { outcome: isFinal ? "refused" : "failed", error: reason };
}
