import { ScreenFrame } from "../../shared/components/screen-frame.tsx";
import { Tabs } from "../../shared/components/tabs.tsx";
import { say } from "../../shared/messages/index.ts";
import { PayByAddress } from "./address.tsx";
import { QuoteHeader } from "./quote-header.tsx";
import type { ScreenProps } from "./screen-props.ts";
import { PayByWallet } from "./wallet.tsx";

/** A quote is there: both ways to pay it, of which one is open. */
export function Pay({ screen, ...rest }: ScreenProps<"wallet" | "address">) {
  const { state, session } = rest;
  const byWallet = { name: "wallet", title: say("quote.methodWallet") } as const;
  const byTransfer = { name: "address", title: say("quote.methodAddress") } as const;
  const tabs = screen.quote.depositAddress === null ? [byWallet] : [byWallet, byTransfer];
  return (
    <ScreenFrame heading={screen.name === "wallet" ? say("wallet.heading") : say("address.heading")}>
      <QuoteHeader checkout={screen.checkout} quote={screen.quote} state={state} session={session} />
      <Tabs label={say("quote.method")} tabs={tabs} chosen={screen.name} choose={session.payBy}>
        {screen.name === "wallet" ? (
          <PayByWallet screen={screen} {...rest} />
        ) : (
          <PayByAddress screen={screen} {...rest} />
        )}
      </Tabs>
    </ScreenFrame>
  );
}
