export type BlockTimer = {
  /** Makes a block each `seconds` from now on; 0: none any more, once this resolves. */
  every(seconds: number): Promise<void>;
};

/**
 * Makes blocks by the clock of this process. Anvil's own timer keeps the whole states of 1,500 blocks, however few are asked for; told to keep none,
 * anvil refuses reads of the latest block while the next one is being made.
 */
export function createBlockTimer(mine: () => Promise<unknown>): BlockTimer {
  let timer: NodeJS.Timeout | undefined;
  let mining: Promise<unknown> | undefined;
  const tick = () => {
    // A chain that is frozen, or has ended, misses blocks and is asked for no more than one.
    mining ??= mine()
      .catch(() => {})
      .finally(() => {
        mining = undefined;
      });
  };
  return {
    async every(seconds) {
      clearInterval(timer);
      await mining;
      if (seconds > 0) timer = setInterval(tick, seconds * 1_000).unref();
    },
  };
}
