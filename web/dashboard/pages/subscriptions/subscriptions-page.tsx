import type { ComponentChildren } from "preact";
import { Page } from "../../components/page.tsx";
import { Subnav } from "../../components/subnav.tsx";
import { say } from "../../messages/index.ts";
import { pathOf } from "../../session/paths.ts";

type SubscriptionsPageProps = { readonly actions?: ComponentChildren; readonly children: ComponentChildren };

/** What all lists of what comes again and again have in common. */
export function SubscriptionsPage({ actions, children }: SubscriptionsPageProps) {
  return (
    <Page title={say("subscriptions.title")} actions={actions}>
      <div class="stack">
        <Subnav
          label={say("subscriptions.title")}
          pages={[
            { name: say("subscriptions.title"), href: pathOf("subscriptions") },
            { name: say("packages.title"), href: pathOf("subscriptions", "packages") },
            { name: say("plans.title"), href: pathOf("subscriptions", "plans") },
            { name: say("mandates.title"), href: pathOf("subscriptions", "mandates") },
          ]}
        />
        {children}
      </div>
    </Page>
  );
}
