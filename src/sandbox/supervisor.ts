/**
 * A separate process that starts the sandbox's chains and bundlers, and ends them when its parent is gone, also by `kill -9`. It ignores Ctrl-C, which a
 * terminal sends to the whole process group: the parent decides.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { openSync } from "node:fs";

export type SupervisorRequest =
  | { type: "start"; name: string; command: string; args: string[]; logFile: string }
  | { type: "stop"; name: string; signal: NodeJS.Signals };

export type SupervisorEvent =
  | { type: "started"; name: string; pid: number }
  | { type: "failed"; name: string; reason: string }
  | { type: "exited"; name: string; code: number | null; signal: NodeJS.Signals | null };

/** From SIGTERM to SIGKILL. Milliseconds. */
const killTimeout = 3_000;

const children = new Map<string, ChildProcess>();

process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
process.on("SIGHUP", () => {});

process.on("message", (request: SupervisorRequest) => {
  if (request.type === "start") start(request);
  else children.get(request.name)?.kill(request.signal);
});

process.on("disconnect", () => {
  for (const child of children.values()) child.kill("SIGTERM");
  setTimeout(() => {
    for (const child of children.values()) child.kill("SIGKILL");
  }, killTimeout).unref();
});

function start({ name, command, args, logFile }: Extract<SupervisorRequest, { type: "start" }>): void {
  const log = openSync(logFile, "a");
  const child = spawn(command, args, { stdio: ["ignore", log, log], detached: true });
  child.once("spawn", () => {
    children.set(name, child);
    emit({ type: "started", name, pid: child.pid as number });
    // The parent may have gone between its request and now.
    if (!process.connected) child.kill("SIGKILL");
  });
  child.once("error", (error) => emit({ type: "failed", name, reason: error.message }));
  child.once("exit", (code, signal) => {
    children.delete(name);
    emit({ type: "exited", name, code, signal });
  });
}

function emit(event: SupervisorEvent): void {
  // The channel may close at this moment.
  if (process.connected) process.send?.(event, undefined, undefined, () => {});
}
