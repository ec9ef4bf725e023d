import type { FastifyPluginAsync } from "fastify";

/**
 * Another API's shape over the same engines, in a folder of its own: its routes, its names, states and errors, and how its webhooks are written.
 * A dialect imports the faces of engines and `api/http` alone: it has no table, no worker and no chain. What it would need one for, an engine lacks.
 */
export type Dialect<Context, Event = never> = {
  /** The name of its folder; webhook endpoints are set to it. */
  readonly name: string;
  /** What its paths begin with, such as "/api/v1". */
  readonly prefix: string;
  /** Its routes, prefix included. */
  routes(context: Context): FastifyPluginAsync;
  /** The bytes of a webhook that tells of an event: written once, and the same in every attempt. Left out: it has no webhooks of its own. */
  renderWebhook?(event: Event): string;
};
