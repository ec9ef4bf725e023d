import type { JSX } from "preact";
import type { Screen } from "../session/screen.ts";
import type { Session } from "../session/session.ts";
import type { CheckoutState } from "../session/state.ts";
import { Cancelled } from "./cancelled.tsx";
import { Choose } from "./choose.tsx";
import { Expired } from "./expired.tsx";
import { Failed } from "./failed.tsx";
import { Late } from "./late.tsx";
import { Overpaid } from "./overpaid.tsx";
import { Partial } from "./partial.tsx";
import { Pay } from "./pay.tsx";
import { Processing } from "./processing.tsx";
import { Renewal } from "./renewal.tsx";
import { Submitted } from "./submitted.tsx";
import { Success } from "./success.tsx";
import { Loading, Unknown, Unreachable } from "./without-payment.tsx";

type CurrentScreenProps = { readonly screen: Screen; readonly state: CheckoutState; readonly session: Session };

export function CurrentScreen({ screen, ...rest }: CurrentScreenProps): JSX.Element {
  switch (screen.name) {
    case "loading":
      return <Loading />;
    case "error":
      return <Unreachable screen={screen} {...rest} />;
    case "unknown":
      return <Unknown />;
    case "choose":
      return <Choose screen={screen} {...rest} />;
    case "wallet":
    case "address":
      return <Pay screen={screen} {...rest} />;
    case "partial":
      return <Partial screen={screen} {...rest} />;
    case "renewal":
      return <Renewal screen={screen} {...rest} />;
    case "submitted":
      return <Submitted screen={screen} {...rest} />;
    case "processing":
      return <Processing screen={screen} {...rest} />;
    case "success":
      return <Success screen={screen} {...rest} />;
    case "overpaid":
      return <Overpaid screen={screen} {...rest} />;
    case "late":
      return <Late screen={screen} {...rest} />;
    case "expired":
      return <Expired screen={screen} {...rest} />;
    case "cancelled":
      return <Cancelled screen={screen} {...rest} />;
    case "failed":
      return <Failed screen={screen} {...rest} />;
  }
}
