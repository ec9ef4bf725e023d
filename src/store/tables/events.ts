import type { Generated, JSONColumnType, Selectable } from "kysely";
import type { Mode } from "./owner.ts";

/** The outbox: what happened, written in the transaction of the change. */
export type EventTable = {
  /** Of a webhook the `webhook-id` header: the same in every attempt. */
  id: string;
  organizationId: string;
  mode: Mode;
  subjectType: string;
  subjectId: string;
  type: string;
  /** 1, 2, 3, … per subject, without gaps. */
  sequence: number;
  /** In the core's words, as `DomainEvent` says. */
  data: JSONColumnType<object>;
  /** The order in which events were written, which is not the order of their commits. */
  serial: Generated<bigint>;
  /** The order in which consumers hear of them, given after the commit. Null: not yet. */
  position: bigint | null;
  createdAt: Date;
};

/** What events are about, with the sequence of each one's last. It stays where events are deleted. */
export type EventSubjectTable = { type: string; id: string; sequence: number };

/** The highest position given: one row. Whoever gives positions holds its lock. */
export type EventHeadTable = { position: bigint };

/** Who hears of events, and how far it is. */
export type EventConsumerTable = { name: string; position: bigint };

export type EventRow = Selectable<EventTable>;
