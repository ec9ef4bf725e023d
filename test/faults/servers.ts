import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Role } from "../../src/configuration/index.ts";
import { freePort } from "../support/free-port.ts";
import type { Inspection, InspectionRequest } from "./inspection.ts";
import type { InspectionAnswer, ServerRequest } from "./server-process.ts";

/** Processes of the server on one database: started, killed and started again. */
export type Servers = {
  readonly names: readonly string[];
  /** Where HTTP is served, also while nobody is there. */
  readonly urls: readonly string[];
  /** Those of a role; a process of all roles has each. */
  having(role: "api" | "worker"): readonly string[];
  start(name: string, environment?: NodeJS.ProcessEnv): Promise<void>;
  /** As `kill -9`: no time to finish anything. */
  kill(name: string): Promise<void>;
  /** As SIGTERM: what is under way is finished. */
  stop(name: string): Promise<void>;
  /** Moves the clock of all that run, against the real one. Milliseconds. */
  setClock(ahead: number): void;
  /** Asks whoever runs what is in the database. */
  inspect(request: InspectionRequest): Promise<Inspection>;
  /** What ended without being told to, with the last that it said. */
  readonly crashes: readonly string[];
  stopAll(): Promise<void>;
};

type Server = {
  readonly role: Role;
  /** Zero for a worker: nobody asks it. */
  readonly port: number;
  readonly logFile: string;
  /** Undefined while it does not run, and as soon as it is told to end. */
  child?: ChildProcess | undefined;
};

/** Prepares the processes, and starts none yet. `roles`: by the name of each. */
export async function prepareServers(
  roles: Readonly<Record<string, Role>>,
  logs: string,
  environment: NodeJS.ProcessEnv,
): Promise<Servers> {
  const servers = new Map<string, Server>();
  for (const [name, role] of Object.entries(roles)) {
    const port = role === "worker" ? 0 : await freePort();
    servers.set(name, { role, port, logFile: join(logs, `${name.replaceAll(" ", "-")}.log`) });
  }
  const crashes: string[] = [];
  let inspections = 0;
  const serverOf = (name: string): Server => {
    const server = servers.get(name);
    if (!server) throw new Error(`There is no server "${name}".`);
    return server;
  };
  const end = async (name: string, signal: NodeJS.Signals) => {
    const server = serverOf(name);
    const { child } = server;
    server.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  };

  return {
    names: [...servers.keys()],
    urls: [...servers.values()].flatMap(({ role, port }) => (role === "worker" ? [] : [`http://127.0.0.1:${port}`])),
    having: (role) => [...servers].flatMap(([name, { role: its }]) => (its === "all" || its === role ? [name] : [])),
    async start(name, changes = {}) {
      const server = serverOf(name);
      const log = openSync(server.logFile, "a");
      const child = fork(fileURLToPath(new URL("server-process.ts", import.meta.url)), [server.role], {
        env: { ...environment, ...changes, PORT: `${server.port}` },
        execArgv: [],
        serialization: "advanced",
        stdio: ["ignore", log, log, "ipc"],
      });
      server.child = child;
      const endedBy = once(child, "exit").then(([code, signal]) => {
        if (server.child !== child) return "us";
        server.child = undefined;
        crashes.push(`${name} ended by itself (${signal ?? code}):\n${lastLines(server.logFile)}`);
        return "itself";
      });
      const first = await Promise.race([once(child, "message"), endedBy]);
      if (first === "itself") throw new Error(`${name} did not start:\n${lastLines(server.logFile)}`);
    },
    kill: (name) => end(name, "SIGKILL"),
    stop: (name) => end(name, "SIGTERM"),
    setClock(ahead) {
      for (const { child } of servers.values()) child?.send({ type: "clock", ahead } satisfies ServerRequest);
    },
    async inspect(request) {
      const child = [...servers.values()].flatMap((server) => server.child ?? [])[0];
      if (!child) throw new Error("No server runs.");
      const id = ++inspections;
      const answered = new Promise<Inspection>((resolve, reject) => {
        const finish = (settle: () => void) => {
          child.off("message", onMessage);
          child.off("exit", onExit);
          settle();
        };
        const onMessage = (answer: InspectionAnswer) => {
          if (answer.id !== id) return;
          finish(() => ("inspection" in answer ? resolve(answer.inspection) : reject(new Error(answer.failure))));
        };
        const onExit = () => finish(() => reject(new Error("The server ended while it was asked.")));
        child.on("message", onMessage);
        child.on("exit", onExit);
      });
      child.send({ type: "inspect", id, request } satisfies ServerRequest);
      return Promise.race([
        answered,
        sleep(30_000, undefined, { ref: false }).then(() => {
          throw new Error("The server did not say within 30 s what is in its database.");
        }),
      ]);
    },
    crashes,
    async stopAll() {
      await Promise.all([...servers.keys()].map((name) => end(name, "SIGKILL")));
    },
  };
}

function lastLines(file: string): string {
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-10).join("\n");
}
