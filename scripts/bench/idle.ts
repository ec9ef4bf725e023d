import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { untilToldToStop } from "../../src/sandbox/lifetime.ts";
import { printTable } from "../table.ts";

/**
 * Minutes before the first reading, and from it to the last one. Of eleven processes the last heap reaches its size after a quarter of an hour; where
 * something leaks, it goes on.
 */
const settling = 20;
const usualMinutes = 60;

/** Megabytes: what all processes together may grow by within an hour, and hold at most, with five chains and their bundlers. */
const mostGrowth = 50;
const mostMemory = 2_500;

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Memory by program. Megabytes. */
type Reading = ReadonlyMap<string, number>;

/** What `npm start` holds while nobody uses it: the memory of all its processes, minute by minute. Linux only. `minutes` shortens the hour, and the growth that is allowed. */
export async function benchIdle(minutes = usualMinutes): Promise<boolean> {
  const stopping = untilToldToStop();
  const child = spawn("npm", ["start", "--", "--sandbox", "idle"], { cwd: root, stdio: ["ignore", "pipe", "inherit"] });
  try {
    await untilReady(child);
    console.error(`ready; settling for ${settling} minutes …`);
    await sleep(settling * 60_000, undefined, { signal: stopping });
    const readings = [await readMemory(child)];
    for (let minute = 1; minute <= minutes; minute += 1) {
      await sleep(60_000, undefined, { signal: stopping });
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}.`);
      readings.push(await readMemory(child));
      console.error(`minute ${minute}: ${total(readings.at(-1)).toFixed(0)} MB`);
    }
    return report(readings, minutes);
  } finally {
    child.kill("SIGINT");
    if (child.exitCode === null) await once(child, "exit");
  }
}

/** It says how to stop it once everything answers. What it prints afterwards is read and dropped. */
async function untilReady(child: ChildProcess): Promise<void> {
  const ready = new Promise<void>((resolve) => {
    child.stdout?.on("data", (chunk) => `${chunk}`.includes("Stop with Ctrl-C") && resolve());
  });
  const ended = once(child, "exit").then(([code]) => Promise.reject(new Error(`npm start ended with ${code}.`)));
  await Promise.race([ready, ended]);
  ended.catch(() => {});
}

function report(readings: readonly Reading[], minutes: number): boolean {
  const [first = new Map(), last = new Map()] = [readings[0], readings.at(-1)];
  const growth = total(last) - total(first);
  const most = Math.max(...readings.map(total));
  const row = (name: string, from: number, to: number) => [
    name,
    from.toFixed(0),
    to.toFixed(0),
    (to - from).toFixed(0),
  ];
  printTable(
    ["program", "MB at first", `MB after ${minutes} minutes`, "growth"],
    [
      ...[...last].map(([name, megabytes]) => row(name, first.get(name) ?? 0, megabytes)),
      row("together", total(first), total(last)),
    ],
  );
  const allowed = (mostGrowth * minutes) / usualMinutes;
  console.log(
    `most ${most.toFixed(0)} MB (at most ${mostMemory}), growth ${growth.toFixed(0)} MB (at most ${allowed.toFixed(0)})`,
  );
  return growth <= allowed && most <= mostMemory;
}

function total(reading: Reading | undefined): number {
  return [...(reading?.values() ?? [])].reduce((sum, megabytes) => sum + megabytes, 0);
}

/** Of the process and all that it started, by name; memory that several share counts once. */
async function readMemory(child: ChildProcess): Promise<Reading> {
  const parents = await readParents();
  const isOurs = (pid: number): boolean =>
    pid === child.pid || (parents.has(pid) && isOurs(parents.get(pid) as number));
  const reading = new Map<string, number>();
  for (const pid of [...parents.keys()].filter(isOurs)) {
    const [name, megabytes] = (await readProcess(pid)) ?? ["", 0];
    if (megabytes > 0) reading.set(name, (reading.get(name) ?? 0) + megabytes);
  }
  return reading;
}

async function readParents(): Promise<Map<number, number>> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => null)));
  // "pid (name) state parent": a name may hold blanks and brackets.
  return new Map(
    stats.flatMap((stat) => {
      const parent = stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[1];
      return stat && parent ? [[Number.parseInt(stat, 10), Number(parent)]] : [];
    }),
  );
}

/** Null where it has ended meanwhile. */
async function readProcess(pid: number): Promise<readonly [name: string, megabytes: number] | null> {
  try {
    const [command, memory] = await Promise.all([
      readFile(`/proc/${pid}/cmdline`, "utf8"),
      readFile(`/proc/${pid}/smaps_rollup`, "utf8"),
    ]);
    const words = command.split("\0").filter((word) => word !== "" && !word.startsWith("-"));
    const [run = "", script = ""] = words;
    const kilobytes = Number(/^Pss:\s+(\d+) kB$/m.exec(memory)?.[1] ?? 0);
    return [basename(basename(run) === "node" ? script : run), kilobytes / 1_000];
  } catch {
    return null;
  }
}
