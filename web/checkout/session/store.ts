import { type CheckoutEvent, type CheckoutState, reduce } from "./state.ts";

/** The one place where the page's state changes. */
export type Store = {
  state(): CheckoutState;
  dispatch(event: CheckoutEvent): void;
};

/** `changed` is called after each event that changed something, with the state before it. */
export function createStore(
  initial: CheckoutState,
  changed: (state: CheckoutState, before: CheckoutState) => void,
): Store {
  let state = initial;
  return {
    state: () => state,
    dispatch(event) {
      const before = state;
      state = reduce(state, event);
      if (state !== before) changed(state, before);
    },
  };
}
