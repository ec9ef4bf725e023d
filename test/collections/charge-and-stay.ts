import { openWorker, type Place } from "./one-worker.ts";

// A worker that has charged, and never comes to record it: whoever started it kills it there.
const worker = await openWorker(JSON.parse(process.argv[2] ?? "") as Place);
await worker.charge();
process.send?.("charged");
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
