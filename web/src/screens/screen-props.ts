import type { ScreenName, ScreenNamed } from "../checkout/screen.ts";
import type { Session } from "../checkout/session.ts";
import type { CheckoutState } from "../checkout/state.ts";

/** What a screen is given: what it shows, all that is known beside, and what can be done. */
export type ScreenProps<Name extends ScreenName> = {
  readonly screen: ScreenNamed<Name>;
  readonly state: CheckoutState;
  readonly session: Session;
};
