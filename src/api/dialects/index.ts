import type { FastifyPluginAsync } from "fastify";
import type { WebhookStyle } from "../../webhooks/index.ts";

/**
 * Another API's shape over the same engines, in a folder of its own: its routes, its names, states and errors, and how its webhooks are written.
 * A dialect imports the faces of engines and `api/http` alone: it has no table, no worker and no chain. What it would need one for, an engine lacks.
 */
export type Dialect<Context> = {
  /** The name of its folder; webhook endpoints are set to it. */
  readonly name: string;
  /** What its paths begin with, such as "/api/v1". */
  readonly prefix: string;
  /** Its routes, prefix included. */
  routes(context: Context): FastifyPluginAsync;
  /** How it writes webhooks, for endpoints of a style by its name. Left out: it has none of its own. */
  readonly webhookStyle?: WebhookStyle;
};
