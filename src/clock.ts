/** Where time comes from. Injected everywhere, so that tests can stand at any second. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();

/** Unix time in whole seconds, as contracts and EIP-712 terms count it. */
export function unixSeconds(date: Date): bigint {
  return BigInt(Math.floor(date.getTime() / 1000));
}
