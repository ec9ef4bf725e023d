import type { DomainEvent } from "../events/index.ts";
import type { Database } from "../store/index.ts";

/** What decides whether, and as what, an event is told. */
export type ToldEvent = Pick<DomainEvent, "type" | "data">;

/** One way to write webhooks. */
export type WebhookStyle = {
  /** What it calls an event; null where it has no words for it: such events are not sent to an endpoint of this style. */
  nameOf(event: ToldEvent): string | null;
  /** The bytes that are signed and sent. */
  render(event: DomainEvent): string;
};

/** By the name of the style. */
export type WebhookRenderers = Readonly<Record<string, WebhookStyle>>;

type Wanted = { readonly event: DomainEvent; readonly style: string };

/**
 * The body of each event in its style. One that was never sent is rendered now and kept, so that every attempt sends the same bytes, whichever release
 * makes it. An error where it cannot be rendered.
 */
export async function bodiesOf(
  { database, renderers }: { readonly database: Database; readonly renderers: WebhookRenderers },
  wanted: readonly Wanted[],
): Promise<(string | Error)[]> {
  const keyOf = (eventId: string, style: string) => `${eventId} ${style}`;
  const eventIds = [...new Set(wanted.map(({ event }) => event.id))];
  if (eventIds.length === 0) return [];
  const load = async () => {
    const rows = await database.selectFrom("webhookBodies").selectAll().where("eventId", "in", eventIds).execute();
    return new Map(rows.map(({ eventId, style, body }) => [keyOf(eventId, style), body]));
  };
  const kept = await load();
  const missing = wanted.filter(({ event, style }) => !kept.has(keyOf(event.id, style)));
  const rendered = new Map<string, { eventId: string; style: string; body: string }>();
  const errors = new Map<string, Error>();
  for (const { event, style } of missing) {
    const key = keyOf(event.id, style);
    const body = render(renderers, event, style);
    if (body instanceof Error) errors.set(key, body);
    else rendered.set(key, { eventId: event.id, style, body });
  }
  if (rendered.size > 0) {
    await database
      .insertInto("webhookBodies")
      .values([...rendered.values()])
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  // Read again: another worker, of another release perhaps, may have been first.
  const all = rendered.size > 0 ? await load() : kept;
  return wanted.map(({ event, style }) => {
    const key = keyOf(event.id, style);
    return all.get(key) ?? errors.get(key) ?? new Error(`The event ${event.id} was deleted.`);
  });
}

function render(renderers: WebhookRenderers, event: DomainEvent, style: string): string | Error {
  const renderer = Object.hasOwn(renderers, style) ? renderers[style] : undefined;
  if (!renderer) return new Error(`This server has no webhook style "${style}".`);
  try {
    return renderer.render(event);
  } catch (error) {
    return new Error(`${event.type} cannot be written in the style "${style}": ${error}`);
  }
}
