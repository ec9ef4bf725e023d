import { Hono } from "hono";

/** Ponder asks for a server of one's own; the bench asks it for nothing but `/ready`. */
export default new Hono();
