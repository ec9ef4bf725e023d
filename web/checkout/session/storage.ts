import type { Quote } from "../../../clients/typescript/types.ts";
import type { PayBy } from "./state.ts";

/** What a reload goes on with: the same quote, with its checkout token. Gone with the tab. */
export type Remembered = { readonly quote: Quote; readonly payBy: PayBy | null; readonly submitted: boolean };

const keyOf = (paymentId: string) => `railsplit:${paymentId}`;

/** Null also where the browser keeps nothing, as in some frames. */
export function recall(storage: () => Storage, paymentId: string): Remembered | null {
  try {
    const text = storage().getItem(keyOf(paymentId));
    return text === null ? null : (JSON.parse(text) as Remembered);
  } catch {
    return null;
  }
}

/** Without storage a reload begins with the choice again: nothing worse. */
export function remember(storage: () => Storage, paymentId: string, remembered: Remembered | null): void {
  try {
    if (remembered === null) storage().removeItem(keyOf(paymentId));
    else storage().setItem(keyOf(paymentId), JSON.stringify(remembered));
  } catch {}
}
