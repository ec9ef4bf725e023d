import { z } from "zod";

/** A web address that a browser is sent to, or a webhook. */
export const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);
