/** Where time comes from. Injected everywhere, so that tests can stand at any second. */
export type Clock = () => Date;

export const systemClock: Clock = () => new Date();
