import { type List, listOf, type PageBody } from "../page.ts";
import { serverSentEvents } from "../server-sent-events.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type { Event, ResentEvent } from "../types.ts";

export type EventsQuery = {
  /** The id of the last event that you know. */
  readonly after?: string | undefined;
  /** Left out: all. */
  readonly types?: readonly string[] | undefined;
  readonly limit?: number | undefined;
  /** `newest`: the newest first, and `after` is the last event of the page before. */
  readonly order?: "oldest" | "newest" | undefined;
};

/** What happened, in order, the oldest first. */
export class Events {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Those after the last one that you know; with `for await` up to the newest. */
  list({ after, types, limit, order }: EventsQuery = {}, options: RequestOptions = {}): List<Event> {
    const read = async (from: string | undefined): Promise<PageBody<Event>> => {
      const query = { limit, types: types?.join(","), after: from, order };
      const page = await this.#transport.json<PageBody<Event>>({
        method: "GET",
        path: "/v1/events",
        query,
        ...options,
      });
      // The last page has a cursor too, for later.
      return page.hasMore ? page : { ...page, nextCursor: null };
    };
    return listOf(read, after);
  }

  retrieve(id: string, options: RequestOptions = {}): Promise<Event> {
    return this.#transport.json({ method: "GET", path: pathOf(id), ...options });
  }

  /** Those after the last one that you know, then each as it happens. Ends with the connection: follow again after the last `id`. */
  async *follow(
    { after, types }: Omit<EventsQuery, "limit" | "order"> = {},
    { signal }: Pick<RequestOptions, "signal"> = {},
  ): AsyncGenerator<Event> {
    const request = { method: "GET", path: "/v1/events/stream", query: { after, types: types?.join(",") } } as const;
    const response = await this.#transport.raw({ ...request, ...(signal && { signal }) });
    if (response.body === null) return;
    for await (const { data } of serverSentEvents(response.body)) yield JSON.parse(data) as Event;
  }

  /** To every endpoint that wants such events, or to one of them. */
  resend(id: string, to: { readonly endpointId?: string } = {}, options: RequestOptions = {}): Promise<ResentEvent> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/resend`, body: to, ...options });
  }
}

const pathOf = (id: string) => `/v1/events/${encodeURIComponent(id)}`;
