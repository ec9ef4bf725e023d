/** The server's time, whatever the payer's clock says. Milliseconds since 1970. */
export type ServerClock = {
  now(): number;
  /** Takes the time of an answer that has just come. */
  set(serverTime: string): void;
};

/** `monotonic` is a clock that nobody sets: milliseconds since some moment. */
export function createServerClock(monotonic: () => number, start: number): ServerClock {
  let offset = start - monotonic();
  return {
    now: () => monotonic() + offset,
    set(serverTime) {
      offset = Date.parse(serverTime) - monotonic();
    },
  };
}
