import { ConnectionReset, type Fault, HttpFailure, neverAnswer, onlyFor } from "./fault.ts";

/** Methods of nodes and bundlers that write. */
const writes = ["eth_sendRawTransaction", "eth_sendUserOperation"];

/** Carries a write out and cuts the connection before it answers: a gateway that restarts at the worst moment. */
export const losesAnswers: Fault = onlyFor(writes, async (call, ask) => {
  await ask(call);
  throw new ConnectionReset();
});

/** Carries a write out and never answers. */
export const keepsAnswers: Fault = onlyFor(writes, async (call, ask) => {
  await ask(call);
  return neverAnswer();
});

/** Carries a write out and answers that it failed: a gateway whose own timeout came first. */
export const deniesAnswers: Fault = onlyFor(writes, async (call, ask) => {
  await ask(call);
  throw new HttpFailure(504, "upstream request timeout", { "content-type": "text/plain" });
});
