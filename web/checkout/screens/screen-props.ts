import type { ScreenName, ScreenNamed } from "../session/screen.ts";
import type { Session } from "../session/session.ts";
import type { CheckoutState } from "../session/state.ts";

/** What a screen is given: what it shows, all that is known beside, and what can be done. */
export type ScreenProps<Name extends ScreenName> = {
  readonly screen: ScreenNamed<Name>;
  readonly state: CheckoutState;
  readonly session: Session;
};
