import { useLocation } from "preact-iso";
import { Page } from "../../components/page.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { LinkForm } from "./link-form.tsx";

export function NewLink() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  return (
    <Page title={say("link.createTitle")} parent={{ name: say("links.title"), href: pathOf("links") }}>
      <LinkForm
        title={say("link.createTitle")}
        submitLabel={say("link.create")}
        submit={async (link) => {
          const { id } = await client.links.create(link);
          announce(say("link.made"));
          route(pathOf("links", id));
        }}
      />
    </Page>
  );
}
