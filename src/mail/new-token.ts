import { randomBytes } from "node:crypto";

/** Nobody guesses it. */
export const newToken = () => randomBytes(24).toString("base64url");
