import type { ComponentChildren } from "preact";
import { Page } from "../../components/page.tsx";
import { Subnav } from "../../components/subnav.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";

const pages = ["branding", "addresses", "members", "audit"] as const;

/** What the pages of the organization have in common. */
export function SettingsPage({ children }: { readonly children: ComponentChildren }) {
  const { account } = useDashboard();
  // The server's own page is for who operates it.
  const shown = [...pages, ...(account.isOperator ? (["server"] as const) : [])];
  return (
    <Page title={say("settings.title")}>
      <div class="stack">
        <Subnav
          label={say("settings.title")}
          pages={[
            { name: say("settings.organization"), href: pathOf("settings") },
            ...shown.map((page) => ({ name: say(`settings.${page}`), href: pathOf("settings", page) })),
          ]}
        />
        {children}
      </div>
    </Page>
  );
}
