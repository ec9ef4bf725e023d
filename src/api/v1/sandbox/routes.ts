import type { FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { recordChange } from "../../../access/index.ts";
import { loadPayment } from "../../../payments/index.ts";
import { carrySessions } from "../../../people/index.ts";
import type { QuotesContext } from "../../../quotes/index.ts";
import { actorOf, callerOf, ownerOf } from "../../http/authentication.ts";
import { ApiError } from "../../http/errors.ts";
import { idParams } from "../../http/id-params.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../http/routes.ts";
import {
  clockBody,
  clockLimits,
  moveClockBody,
  reorganizationBody,
  reorganizationRequestBody,
  simulationBody,
  simulationRequestBody,
} from "./schemas.ts";
import { simulate, simulationView } from "./simulate.ts";
import type { SandboxTools } from "./tools.ts";

/** Simulations of one server at once: each waits for its chain. */
const mostAtOnce = 4;

type SandboxContext = MerchantContext & QuotesContext & { readonly publicUrl: string };

/** What a merchant tries in the sandbox, without a terminal and without a wallet. Registered only where the server has the tools. */
export function sandboxRoutes(context: SandboxContext, tools: SandboxTools): FastifyPluginAsyncZod {
  const { database, clock } = context;
  let underWay = 0;

  /** In test mode, and not more at once than the chains take. */
  const run = async <Result>(request: FastifyRequest, work: () => Promise<Result>): Promise<Result> => {
    requireTest(request);
    if (underWay >= mostAtOnce) {
      throw new ApiError("SANDBOX_BUSY", `${mostAtOnce} simulations are under way: wait for one of them.`);
    }
    underWay += 1;
    try {
      return await work();
    } finally {
      underWay -= 1;
    }
  };
  /** Before the work is done: who tries something is known also where it fails halfway. */
  const note = (request: FastifyRequest, action: `sandbox.${string}`, target: Target, after: object) =>
    database
      .transaction()
      .execute((transaction) =>
        recordChange(
          transaction,
          { organizationId: callerOf(request).organization.id, action, target, after: { ...after } },
          actorOf(request),
          clock(),
        ),
      );
  const advance = async (request: FastifyRequest, milliseconds: number) => {
    if (milliseconds > clockLimits.atOnce * 1_000) {
      throw new ApiError("SIMULATION_REFUSED", "That is more than 31 days away: move the clock in steps first.");
    }
    if (tools.offset() + milliseconds > clockLimits.inAll * 1_000) {
      const message = "The clock would be more than 800 days ahead of the world's: start the sandbox anew.";
      throw new ApiError("SIMULATION_REFUSED", message);
    }
    await note(request, "sandbox.clock_moved", { type: "server", id: "clock" }, { seconds: milliseconds / 1_000 });
    // Who is signed in stays so: people do not age with the server.
    await tools.advance(milliseconds, () => carrySessions(database, milliseconds));
  };
  const clockView = () => ({
    now: clock().toISOString(),
    offsetSeconds: Math.round(tools.offset() / 1_000),
  });

  return merchantRoutes(context, async (server) => {
    server.post(
      "/v1/sandbox/payments/:id/simulations",
      merchantRoute({
        scope: "payments:write",
        operationId: "simulatePayment",
        summary: "Simulate what happens to a payment",
        description:
          "Does what a customer, a chain or time would do, on the sandbox's chains, and answers once it is done. The payment hears of it as of anything else. Test mode alone; this server has it, one in production has not.",
        tags: ["Sandbox"],
        params: idParams,
        body: simulationRequestBody,
        response: { 201: simulationBody },
      }),
      async (request, reply) => {
        const loaded = await loadPayment(database, request.params.id, ownerOf(request));
        const { action, ...choice } = request.body;
        const happened = await run(request, async () => {
          await note(request, "sandbox.simulated", { type: "payment", id: loaded.payment.id }, { action, ...choice });
          const parts = { ...context, tools, advance: (milliseconds: number) => advance(request, milliseconds) };
          return simulate(parts, loaded, action, choice);
        });
        return reply.status(201).send({ action, ...simulationView(happened), now: clock().toISOString() });
      },
    );

    server.post(
      "/v1/sandbox/reorganizations",
      merchantRoute({
        scope: "payments:write",
        operationId: "reorganizeChain",
        summary: "Reorganize a chain",
        description:
          "Replaces the newest blocks of a chain by empty ones: what was in them is gone, for all organizations of this server. Test mode alone.",
        failures: [404],
        tags: ["Sandbox"],
        body: reorganizationRequestBody,
        response: { 201: reorganizationBody },
      }),
      async (request, reply) => {
        const { chainId, blocks } = request.body;
        await run(request, async () => {
          if (!context.chains.some(({ id, mode }) => id === chainId && mode === "test")) {
            throw new ApiError("CHAIN_NOT_FOUND", `This server has no chain ${chainId}.`);
          }
          await note(request, "sandbox.reorganized", { type: "chain", id: `${chainId}` }, { blocks });
          await tools.reorganize(chainId, blocks);
        });
        return reply.status(201).send({ chainId, blocks });
      },
    );

    server.get(
      "/v1/sandbox/clock",
      merchantRoute({
        scope: "payments:read",
        operationId: "retrieveClock",
        summary: "Retrieve the server's time",
        description: "What the server and its chains take for the present, and how far that is ahead of the world's.",
        tags: ["Sandbox"],
        response: { 200: clockBody },
      }),
      async (request) => {
        requireTest(request);
        return clockView();
      },
    );

    server.post(
      "/v1/sandbox/clock",
      merchantRoute({
        scope: "payments:write",
        operationId: "moveClock",
        summary: "Move the server's time",
        description:
          "Forwards and never back, for the server, its chains and all of its organizations: payments expire, invoices fall due, subscriptions renew. Webhooks are signed at the world's time. Test mode alone.",
        tags: ["Sandbox"],
        body: moveClockBody,
        response: { 200: clockBody },
      }),
      async (request) => {
        await run(request, () => advance(request, request.body.seconds * 1_000));
        return clockView();
      },
    );
  });
}

type Target = { readonly type: string; readonly id: string };

function requireTest(request: FastifyRequest): void {
  if (callerOf(request).mode === "test") return;
  throw new ApiError("TEST_KEY_REQUIRED", "Only test payments are simulated: use a pk_test_ key, or test mode.");
}
