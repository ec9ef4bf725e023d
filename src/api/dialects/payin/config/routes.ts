import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { allows, type Caller } from "../../../../access/index.ts";
import type { PaymentsContext } from "../../../../payments/index.ts";
import { actorOf, callerOf, requireScope } from "../../../http/authentication.ts";
import { ApiError } from "../../../http/errors.ts";
import { requireLive } from "../../../http/live-settings.ts";
import { type MerchantContext, merchantRoute, merchantRoutes } from "../../../http/routes.ts";
import { errorBody, sendError } from "../errors.ts";
import { pageOfWhole, pageQuery } from "../pages.ts";
import { configBody, configListBody, configParams, updateConfigBody } from "./schemas.ts";
import { type Setting, settings } from "./settings.ts";

export type ConfigContext = MerchantContext & Pick<PaymentsContext, "chains">;

/** `/config`: an organization's settings by name, for its admins alone. */
export function configRoutes(context: ConfigContext): FastifyPluginAsyncZod {
  return merchantRoutes(context, async (server) => {
    server.setErrorHandler(sendError);

    server.get(
      "/api/v1/config",
      merchantRoute({
        scope: "organization:write",
        operationId: "listConfig",
        summary: "Get all config",
        description: "Every setting with its value. Those of the checkout page need `checkout:read` too.",
        tags: ["PayIn API"],
        querystring: pageQuery.omit({ sortOrder: true }),
        response: { 200: configListBody },
        errors: errorBody,
      }),
      async (request) => {
        const caller = callerOf(request);
        const shown = [...settings].filter(([, { readScope }]) => !readScope || allows(caller.scopes, readScope));
        const views = shown.map(async ([key, setting]) => view(key, setting, await setting.read(context, caller)));
        return pageOfWhole({ ...request.query, sortOrder: "desc" }, await Promise.all(views));
      },
    );

    server.get(
      "/api/v1/config/:key",
      merchantRoute({
        scope: "organization:write",
        operationId: "retrieveConfig",
        summary: "Get a config value",
        description: "One setting with its value.",
        tags: ["PayIn API"],
        params: configParams,
        response: { 200: configBody },
        errors: errorBody,
      }),
      async (request) => {
        const { key } = request.params;
        const caller = callerOf(request);
        const setting = find(key);
        if (setting.readScope) requireScope(caller, setting.readScope);
        return view(key, setting, await setting.read(context, caller));
      },
    );

    server.put(
      "/api/v1/config/:key",
      merchantRoute({
        scope: "organization:write",
        operationId: "updateConfig",
        summary: "Update config",
        description:
          "Sets one setting. Those of the checkout page count in the mode of the key and need `checkout:write` too; all others count in both modes.",
        tags: ["PayIn API"],
        params: configParams,
        body: updateConfigBody,
        response: { 200: configBody },
        errors: errorBody,
      }),
      async (request) => {
        const { key } = request.params;
        const caller = callerOf(request);
        const setting = find(key);
        const { field, write } = requireWritable(context, caller, key, setting);
        const { value } = z.object({ value: field }).parse(request.body);
        const after = await write(context, caller, value, actorOf(request));
        context.authenticator.forgetAll();
        return view(key, setting, after);
      },
    );
  });
}

function find(key: string): Setting {
  const setting = settings.get(key);
  if (!setting) throw new ApiError("CONFIG_NOT_FOUND", `There is no setting "${key}": GET /api/v1/config lists all.`);
  return setting;
}

function requireWritable(context: ConfigContext, caller: Caller, key: string, { write }: Setting) {
  if (typeof write === "string") throw new ApiError("CONFIG_READ_ONLY", `${key} is not changed here, but ${write}.`);
  requireScope(caller, write.scope);
  if (write.isShared) requireLive(context, caller.mode);
  return write;
}

function view(key: string, { type, description, write }: Setting, value: unknown) {
  return { key, value, type, description, updatable: typeof write !== "string" };
}
