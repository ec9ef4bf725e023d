import { randomBytes } from "node:crypto";

/** Nobody guesses it. By its prefix logs know it, and cut it. */
export const newToken = () => `unsub_${randomBytes(24).toString("base64url")}`;
