/** Between two checks that the npm that started this process still runs. Milliseconds. */
const interval = 500;

/** Aborts on Ctrl-C or another signal, or when the npm that runs this process was killed, which signals its children nothing. The reason is a short text. */
export function untilToldToStop(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => stopping.abort(`${signal} received`));
  }
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    const check = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(check);
      stopping.abort("npm is gone");
    }, interval);
    check.unref();
  }
  return stopping.signal;
}

/** Resolves once the signal has aborted, or at once where it already has. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
