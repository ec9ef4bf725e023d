export type BlockTimer = {
  /** Makes a block each `seconds` from now on, and fewer while nothing happens; 0: none any more, once this resolves. */
  every(seconds: number): Promise<void>;
};

/** The chain that blocks are made on. */
export type BlockMaker = {
  mine(): Promise<unknown>;
  /** Whether transactions wait for a block. */
  hasTransactions(): Promise<boolean>;
};

/** Blocks without a transaction after which the chain is quiet: enough for every finality rule. */
const activeBlocks = 120;

/** A quiet chain makes one block in so many: anvil forgets none, and holds an hour of them in 40 MB. */
const quietPart = 10;

/**
 * Makes blocks by the clock of this process. Anvil's own timer keeps the whole states of 1,500 blocks, however few are asked for; told to keep none,
 * anvil refuses reads of the latest block while the next one is being made.
 */
export function createBlockTimer(chain: BlockMaker): BlockTimer {
  let timer: NodeJS.Timeout | undefined;
  let making: Promise<void> | undefined;
  let quiet = 0;
  const make = async () => {
    quiet = (await chain.hasTransactions()) ? 0 : quiet + 1;
    if (quiet <= activeBlocks || quiet % quietPart === 0) await chain.mine();
  };
  const tick = () => {
    // A chain that is frozen, or has ended, misses blocks and is asked for no more than one.
    making ??= make()
      .catch(() => {})
      .finally(() => {
        making = undefined;
      });
  };
  return {
    async every(seconds) {
      clearInterval(timer);
      await making;
      quiet = 0;
      if (seconds > 0) timer = setInterval(tick, seconds * 1_000).unref();
    },
  };
}
