import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { SupervisorEvent, SupervisorRequest } from "./supervisor.ts";

export type ProcessDescription = {
  /** Unique among the running ones, as in "anvil 8453". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Receives its output. */
  readonly logFile: string;
};

/** Child processes that cannot outlive this one. */
export type Processes = {
  /** Resolves with the pid once it runs. */
  start(description: ProcessDescription): Promise<number>;
  /** Resolves once it has ended. */
  stop(name: string, signal?: NodeJS.Signals): Promise<void>;
  isRunning(name: string): boolean;
  /** Called when a process ends without `stop`. */
  onUnexpectedExit(listener: (name: string, lastOutput: string) => void): void;
  stopAll(): Promise<void>;
};

/** Starts the supervisor process: see supervisor.ts. */
export function createProcesses(): Processes {
  const supervisor = fork(fileURLToPath(new URL("supervisor.ts", import.meta.url)), {
    detached: true,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execArgv: [],
  });
  const running = new Map<string, ProcessDescription>();
  const stopping = new Set<string>();
  const listeners: ((name: string, lastOutput: string) => void)[] = [];

  supervisor.on("message", (event: SupervisorEvent) => {
    if (event.type !== "exited") return;
    const description = running.get(event.name);
    running.delete(event.name);
    if (!description || stopping.delete(event.name)) return;
    for (const listener of listeners) listener(event.name, lastLines(description.logFile));
  });

  return {
    async start(description) {
      const { name, command, args, logFile } = description;
      const answer = nextEvent(supervisor, name, "started", "failed");
      send(supervisor, { type: "start", name, command, args: [...args], logFile });
      const event = await answer;
      if (event.type === "failed") throw new Error(`${name} could not be started: ${event.reason}`);
      if (event.type !== "started") throw new Error(`${name} ended at once:\n${lastLines(logFile)}`);
      running.set(name, description);
      return event.pid;
    },
    async stop(name, signal = "SIGTERM") {
      if (!running.has(name)) return;
      stopping.add(name);
      const ended = nextEvent(supervisor, name, "exited");
      send(supervisor, { type: "stop", name, signal });
      await ended;
    },
    isRunning: (name) => running.has(name),
    onUnexpectedExit: (listener) => void listeners.push(listener),
    async stopAll() {
      for (const name of running.keys()) stopping.add(name);
      if (supervisor.exitCode !== null || supervisor.signalCode !== null) return;
      const ended = once(supervisor, "exit");
      if (supervisor.connected) supervisor.disconnect();
      await ended;
    },
  };
}

function send(supervisor: ChildProcess, request: SupervisorRequest): void {
  supervisor.send(request);
}

async function nextEvent(
  supervisor: ChildProcess,
  name: string,
  ...types: SupervisorEvent["type"][]
): Promise<SupervisorEvent> {
  return new Promise((resolve, reject) => {
    const onMessage = (event: SupervisorEvent) => {
      if (event.name === name && types.includes(event.type)) finish(() => resolve(event));
    };
    const onExit = () =>
      finish(() => reject(new Error(`The supervisor of the sandbox's processes ended, and ${name} with it.`)));
    const finish = (settle: () => void) => {
      supervisor.off("message", onMessage);
      supervisor.off("exit", onExit);
      settle();
    };
    supervisor.on("message", onMessage);
    supervisor.once("exit", onExit);
  });
}

function lastLines(file: string): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-8).join("\n");
  } catch {
    return "(no output)";
  }
}
