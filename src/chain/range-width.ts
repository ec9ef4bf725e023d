import { least } from "./least.ts";
import { allowedRange } from "./rpc-errors.ts";

/** Blocks asked for in one `eth_getLogs`. */
const limits = { first: 2_000n, most: 10_000n };

/** Answers in a row after which a wider range than a provider once refused is tried again. */
const patience = 50;

/** How many blocks a provider answers at once, as found out by asking: what it says itself, or else half of what it refused; wider again while it answers. */
export class RangeWidth {
  #width = limits.first;
  #most = limits.most;
  #answered = 0;

  get blocks(): bigint {
    return this.#width;
  }

  /** So many blocks were answered. */
  grow(): void {
    this.#answered += 1;
    if (this.#answered % patience === 0) this.#most = least(this.#most * 2n, limits.most);
    this.#width = least(this.#width * 2n, this.#most);
  }

  /** So many were refused. False: a single block was, so that the range cannot be the reason. */
  shrink(asked: bigint, error: unknown): boolean {
    if (asked <= 1n) return false;
    this.#answered = 0;
    this.#most = allowedRange(error, asked) ?? asked / 2n;
    this.#width = least(this.#width, this.#most);
    return true;
  }
}
