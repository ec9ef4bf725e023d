import type { ComponentChildren } from "preact";
import { Page } from "../../components/page.tsx";
import { Subnav } from "../../components/subnav.tsx";
import { say } from "../../messages/index.ts";
import { pathOf } from "../../session/paths.ts";

const pages = ["branding", "addresses", "members", "audit"] as const;

/** What the pages of the organization have in common. */
export function SettingsPage({ children }: { readonly children: ComponentChildren }) {
  return (
    <Page title={say("settings.title")}>
      <div class="stack">
        <Subnav
          label={say("settings.title")}
          pages={[
            { name: say("settings.organization"), href: pathOf("settings") },
            ...pages.map((page) => ({ name: say(`settings.${page}`), href: pathOf("settings", page) })),
          ]}
        />
        {children}
      </div>
    </Page>
  );
}
