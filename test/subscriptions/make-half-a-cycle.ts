import { createSecretBox } from "../../src/runtime/secret-box.ts";
import { type DatabaseOptions, openDatabase } from "../../src/store/index.ts";
import { runDuePlans } from "../../src/subscriptions/run-plans.ts";
import { engineContext } from "../support/engine-context.ts";

// A worker that has written an invoice and never comes to its cycle: whoever started it kills it there.
const [options = "", time = ""] = process.argv.slice(2);
const database = await openDatabase(JSON.parse(options) as DatabaseOptions);
const secretBox = createSecretBox([]);
const seal: typeof secretBox.seal = () => {
  // Its mail is sealed between the two.
  process.send?.("between");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  throw new Error("It was not killed.");
};
const context = {
  ...engineContext(database, () => new Date(time)),
  sendsMail: true,
  publicUrl: "https://pay.example",
  secretBox: { ...secretBox, seal },
};
await runDuePlans(context);
