import type { ComponentChildren } from "preact";
import { Page } from "../../components/page.tsx";
import { Subnav } from "../../components/subnav.tsx";
import { say } from "../../messages/index.ts";
import { pathOf } from "../../session/paths.ts";

type CustomersPageProps = { readonly actions?: ComponentChildren; readonly children: ComponentChildren };

/** What all pages about customers have in common. */
export function CustomersPage({ actions, children }: CustomersPageProps) {
  return (
    <Page title={say("customers.title")} actions={actions}>
      <div class="stack">
        <Subnav
          label={say("customers.title")}
          pages={[
            { name: say("customers.title"), href: pathOf("customers") },
            { name: say("references.title"), href: pathOf("customers", "addresses") },
            { name: say("deposits.title"), href: pathOf("customers", "deposits") },
          ]}
        />
        {children}
      </div>
    </Page>
  );
}
