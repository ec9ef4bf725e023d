import { type Clock, systemClock } from "../../runtime/index.ts";

/** A server's time that goes as the world's does, and can be moved ahead of it. */
export type MovableClock = {
  /** The time that nobody moves by it. */
  readonly world: Clock;
  readonly now: Clock;
  /** How far it is ahead. Milliseconds. */
  offset(): number;
  advance(milliseconds: number): void;
};

export function createMovableClock(world: Clock = systemClock): MovableClock {
  let ahead = 0;
  return {
    world,
    now: () => new Date(world().getTime() + ahead),
    offset: () => ahead,
    advance(milliseconds) {
      if (!(milliseconds > 0)) throw new RangeError("Time goes forwards.");
      ahead += milliseconds;
    },
  };
}
