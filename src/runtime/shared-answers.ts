import type { Clock } from "./clock.ts";

/** Answers that several callers share: those who ask at the same time wait for one, and those who ask within its life are given it. */
export type SharedAnswers<Answer> = {
  get(key: string, answer: () => Promise<Answer>): Promise<Answer>;
};

export type SharedAnswersOptions = {
  readonly clock: Clock;
  /** How long an answer lives. Milliseconds. */
  readonly life: number;
  /** Answers that are kept at most: the oldest goes. */
  readonly capacity: number;
};

export function createSharedAnswers<Answer>({ clock, life, capacity }: SharedAnswersOptions): SharedAnswers<Answer> {
  const kept = new Map<string, { readonly answer: Promise<Answer>; readonly until: number }>();
  return {
    get(key, answer) {
      const now = clock().getTime();
      const known = kept.get(key);
      if (known && known.until > now) return known.answer;
      const entry = { answer: answer(), until: now + life };
      kept.delete(key);
      kept.set(key, entry);
      const [oldest] = kept.keys();
      if (kept.size > capacity && oldest !== undefined) kept.delete(oldest);
      // A failure is nobody's answer but those' who wait for it.
      entry.answer.catch(() => {
        if (kept.get(key) === entry) kept.delete(key);
      });
      return entry.answer;
    },
  };
}
