import { z } from "zod";
import type { SmtpSettings } from "../mail/index.ts";
import { normalMailAddress, text } from "../schemas/index.ts";

const expectedUrl =
  "expected a mail server such as smtp://user:password@mail.example.com:587, or smtps:// for TLS from the first byte; percent-encode what a URL cannot hold";
const expectedSender = 'expected a mail address, or a name with it: "Example Shop <payments@example.com>"';

const smtpUrl = z.string().transform((value, { addIssue }) => {
  const read = readSmtpUrl(value);
  if (read) return read;
  addIssue({ code: "custom", message: expectedUrl });
  return z.NEVER;
});

const sender = text(300).transform((value, { addIssue }) => {
  const [, name = "", bracketed, bare] = /^(?:([^<>"\r\n]*?)\s*<([^<>]+)>|([^<>\s]+))$/.exec(value.trim()) ?? [];
  const address = normalMailAddress(bracketed ?? bare ?? "");
  if (address !== undefined) return { name, address };
  addIssue({ code: "custom", message: expectedSender });
  return z.NEVER;
});

/** Where mails go out, and in whose name. Without them none are sent. */
export const mailVariables = z
  .object({ SMTP_URL: smtpUrl.optional(), MAIL_FROM: sender.optional() })
  .superRefine(({ SMTP_URL: url, MAIL_FROM: from }, { addIssue }) => {
    const path = url === undefined ? "SMTP_URL" : "MAIL_FROM";
    if ((url === undefined) !== (from === undefined)) {
      addIssue({ code: "custom", path: [path], message: "SMTP_URL and MAIL_FROM go together" });
    }
  })
  .transform(({ SMTP_URL: url, MAIL_FROM: from }): { readonly smtp: SmtpSettings | null } => ({
    smtp: url && from ? { ...url, from } : null,
  }));

function readSmtpUrl(value: string): Omit<SmtpSettings, "from"> | undefined {
  if (!URL.canParse(value)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(value);
  const implicitTls = protocol === "smtps:";
  // Nothing behind the host: no option of a URL makes a connection weaker.
  const isBare = (pathname === "" || pathname === "/") && search === "" && hash === "";
  if (!(implicitTls || protocol === "smtp:") || hostname === "" || !isBare) return undefined;
  const credentials = username === "" ? {} : { user: decode(username), password: decode(password) };
  if (Object.values(credentials).includes(undefined)) return undefined;
  const host = hostname.replace(/^\[|\]$/g, "");
  return {
    host,
    port: port === "" ? (implicitTls ? 465 : 587) : Number(port),
    implicitTls,
    isLoopback: host === "localhost" || host === "::1" || /^127(\.\d+){3}$/.test(host),
    ...credentials,
  };
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
