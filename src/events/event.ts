import type { EventRow, Mode } from "../store/index.ts";

/** What an event is about: `{type: "payment", id}` for example. */
export type EventSubject = { readonly type: string; readonly id: string };

/** Something that happened, in the core's own words: no API's names, nothing rendered. Amounts in `data` are base or minor units, as decimal strings. */
export type DomainEvent<Data = unknown> = {
  readonly id: string;
  readonly organizationId: string;
  readonly mode: Mode;
  readonly subject: EventSubject;
  readonly type: string;
  /** 1, 2, 3, … per subject, without gaps. */
  readonly sequence: number;
  readonly data: Data;
  readonly createdAt: Date;
};

/** An event as its row holds it. */
export function eventFromRow({ subjectType, subjectId, ...row }: EventRow): DomainEvent {
  const { id, organizationId, mode, type, sequence, data, createdAt } = row;
  return { id, organizationId, mode, subject: { type: subjectType, id: subjectId }, type, sequence, data, createdAt };
}
