import type { ComponentChildren } from "preact";
import { Page } from "../../components/page.tsx";
import { Subnav } from "../../components/subnav.tsx";
import { say } from "../../messages/index.ts";
import { pathOf } from "../../session/paths.ts";
import { useSandboxTools } from "../../session/sandbox.ts";

const pages = ["webhooks", "deliveries", "events", "requests", "examples"] as const;

/** What the pages for developers have in common. */
export function DevelopersPage({ children }: { readonly children: ComponentChildren }) {
  const hasSandbox = useSandboxTools();
  return (
    <Page title={say("developers.title")}>
      <div class="stack">
        <Subnav
          label={say("developers.title")}
          pages={[
            { name: say("developers.keys"), href: pathOf("developers") },
            ...[...pages, ...(hasSandbox ? (["sandbox"] as const) : [])].map((page) => ({
              name: say(`developers.${page}`),
              href: pathOf("developers", page),
            })),
          ]}
        />
        {children}
      </div>
    </Page>
  );
}
