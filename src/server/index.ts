export { createChecksContext } from "./context.ts";
export { type Railsplit, startRailsplit } from "./start.ts";
