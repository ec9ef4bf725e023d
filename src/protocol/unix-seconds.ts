/** Unix time in whole seconds, as contracts and EIP-712 terms count it. */
export function unixSeconds(date: Date): bigint {
  return BigInt(Math.floor(date.getTime() / 1000));
}
