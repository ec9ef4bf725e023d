import type { Mail, Payment, Transaction, WebhookDelivery } from "../../../../clients/typescript/types.ts";
import type { Tone } from "../../components/badge.tsx";
import { formatToken } from "../../messages/format.ts";
import { say } from "../../messages/index.ts";
import { chainName } from "../../session/chains.ts";

/** Something that happened to a payment. */
export type Moment = {
  readonly key: string;
  readonly at: string;
  readonly tone: Tone;
  readonly text: string;
  readonly note?: string;
  /** Of a webhook: it can be sent again. */
  readonly deliveryId?: string;
};

type Parts = {
  readonly payment: Payment;
  readonly transactions: readonly Transaction[];
  readonly deliveries: readonly WebhookDelivery[];
  readonly mails: readonly Mail[];
};

/** All that is known to have happened to a payment, the newest first. */
export function momentsOf({ payment, transactions, deliveries, mails }: Parts): readonly Moment[] {
  const moments: Moment[] = [
    // What is final is so from its block on, and still comes after it.
    ...(payment.status === "SUCCESSFUL" && payment.paidAt !== null
      ? [{ key: "paid", at: payment.paidAt, tone: "good" as const, text: say("timeline.paid") }]
      : []),
    { key: "created", at: payment.createdAt, tone: "plain", text: say("timeline.created") },
    ...payment.attempts.map(momentOfAttempt),
    ...transactions.map(momentOfTransaction),
    ...deliveries.map(momentOfDelivery),
    ...mails.map(momentOfMail),
  ];
  return moments.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

const attemptTones = { SETTLED: "good", REFUSED: "bad", REVERTED: "bad", EXPIRED: "plain" } as const;

function momentOfAttempt({ submittedAt, token, chainId, outcome, reason }: Payment["attempts"][number]): Moment {
  const note = say(outcome === null ? "timeline.running" : `timeline.${outcome}`);
  return {
    key: `attempt ${submittedAt}`,
    at: submittedAt,
    tone: outcome === null ? "waiting" : attemptTones[outcome],
    text: say("timeline.attempt", { token, chain: chainName(chainId) }),
    note: [note, reason].filter(Boolean).join(" "),
  };
}

function momentOfTransaction({ id, type, blockTime, amount, token }: Transaction): Moment {
  const isBad = type === "REVERSED" || type === "UNKNOWN";
  return {
    key: id,
    at: blockTime,
    tone: isBad ? "bad" : type === "PAYMENT" ? "good" : "attention",
    text: say(`timeline.ledger.${type}`, { amount: token === null ? amount : formatToken(amount, token) }),
  };
}

const deliveryTones = { DELIVERED: "plain", PENDING: "waiting", FAILED: "bad" } as const;

function momentOfDelivery(delivery: WebhookDelivery): Moment {
  const { id, type, status, attempts, responseStatus, lastError, createdAt, deliveredAt } = delivery;
  return {
    key: id,
    at: deliveredAt ?? createdAt,
    tone: deliveryTones[status],
    text: say("timeline.webhook", { type }),
    note: say(`timeline.webhook.${status}`, { attempts, status: responseStatus ?? "–", error: lastError ?? "–" }),
    deliveryId: id,
  };
}

const mailTones = { SENT: "plain", PENDING: "waiting", REFUSED: "bad", EXPIRED: "bad", UNSUBSCRIBED: "plain" } as const;
const mailNames = ["invoice", "invoice-reminder", "invoice-receipt"] as const;

function momentOfMail({ id, template, recipient, status, attempts, refusal, createdAt, endedAt }: Mail): Moment {
  const name = mailNames.find((known) => known === template);
  return {
    key: id,
    at: endedAt ?? createdAt,
    tone: mailTones[status],
    text: say(name === undefined ? "timeline.mail" : `timeline.mail.${name}`),
    note: say(`timeline.mailed.${status}`, { recipient, attempts, refusal: refusal ?? "–" }),
  };
}
