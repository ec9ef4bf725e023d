import { httpVariables } from "../../src/configuration/http.ts";

/** The limits of a server whose operator sets none. */
export const productionLimits = httpVariables("api").parse({}).limits;
