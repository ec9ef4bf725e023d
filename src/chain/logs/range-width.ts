import { min } from "../min-max.ts";
import { allowedRange } from "../providers/rpc-errors.ts";

/** Blocks of one `eth_getLogs`. */
const limits = { initial: 2_000n, max: 10_000n };

/** Answers in a row before a range wider than one that was refused is tried again. */
const answersBeforeRetry = 50;

/** How many blocks a provider answers in one request: the limit it states, or else half of what it refused; wider again while it answers. */
export class RangeWidth {
  #width = limits.initial;
  #max = limits.max;
  #answered = 0;

  get blocks(): bigint {
    return this.#width;
  }

  /** A range was answered. */
  grow(): void {
    this.#answered += 1;
    if (this.#answered % answersBeforeRetry === 0) this.#max = min(this.#max * 2n, limits.max);
    this.#width = min(this.#width * 2n, this.#max);
  }

  /** A range of so many blocks was refused. False: it was a single block, so the range cannot be the reason. */
  shrink(blocks: bigint, error: unknown): boolean {
    if (blocks <= 1n) return false;
    this.#answered = 0;
    this.#max = allowedRange(error, blocks) ?? blocks / 2n;
    this.#width = min(this.#width, this.#max);
    return true;
  }
}
