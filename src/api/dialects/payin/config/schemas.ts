import { z } from "zod";
import { text } from "../../../../schemas/index.ts";
import { pageOf } from "../pages.ts";
import { settings } from "./settings.ts";

export const configParams = z.object({ key: text(100).describe(`One of ${[...settings.keys()].join(", ")}.`) });

export const configBody = z
  .object({
    key: z.string(),
    value: z.unknown().describe("Of `type`, or null where nothing is set."),
    type: z.enum(["string", "integer", "array", "object"]),
    description: z.string(),
    updatable: z.boolean(),
  })
  .meta({ id: "Config" });

export const configListBody = pageOf(configBody).meta({ id: "ConfigList" });

export const updateConfigBody = z.object({ value: z.unknown() }).meta({ id: "UpdateConfig" });
