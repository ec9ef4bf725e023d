import type { FastifyReply, FastifyRequest } from "fastify";
import { awaitFirstAttempt, type EndpointRef, sendTestEvent, testPatience, wasTried } from "../../../webhooks/index.ts";
import { runOf } from "../../http/idempotency.ts";
import type { MerchantContext } from "../../http/routes.ts";
import { webhookDeliveryBody } from "./schemas.ts";
import { deliveryView } from "./view.ts";

export type TestContext = MerchantContext & {
  /** How long a test waits for its outcome, in milliseconds: ten seconds where left out. */
  readonly webhookTestPatience?: number | undefined;
};

/** What the routes that send a test answer. */
export const testAnswers = { 200: webhookDeliveryBody, 202: webhookDeliveryBody };

/** Sends a test event and answers what its first attempt came to (200), or that it is still on its way (202). */
export async function sendTest(
  { database, clock, webhookTestPatience = testPatience }: TestContext,
  ref: EndpointRef,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const queued = await sendTestEvent({ database, clock }, ref, runOf(request));
  const { organizationId, mode } = ref;
  const delivery = await awaitFirstAttempt(database, { organizationId, mode }, queued, webhookTestPatience);
  return reply.status(wasTried(delivery) ? 200 : 202).send(deliveryView(delivery));
}
