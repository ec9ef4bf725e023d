/** How often to look whether npm, which started this process, is still there. */
const interval = 500;

/**
 * Aborts when this process is told to stop: by Ctrl-C or another signal, or because the npm that runs it was killed, which tells its
 * children nothing. The reason is a short text for people.
 */
export function untilToldToStop(): AbortSignal {
  const stopping = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => stopping.abort(`${signal} received`));
  }
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    const look = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(look);
      stopping.abort("npm is gone");
    }, interval);
    look.unref();
  }
  return stopping.signal;
}

/** Resolves once the signal has aborted, also where that was before anybody asked. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
