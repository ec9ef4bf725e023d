export { forgetsOperations, neverIncludes } from "./bundler.ts";
export { type Fault, onlyFor, sometimes } from "./fault.ts";
export { type InventedLog, inventsLogs, omitsLogs, servesAnotherFork } from "./lies.ts";
export { rangeRefusals, rateLimited, refusesWideRanges, truncatesLogs } from "./limits.ts";
export { deniesAnswers, keepsAnswers, losesAnswers } from "./lost-answers.ts";
export { badGateway, fails, hangs, resets, slow } from "./outages.ts";
export { type RpcProxy, startRpcProxy } from "./rpc-proxy.ts";
export { laggingNode, stale } from "./stale.ts";
