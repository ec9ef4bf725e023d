import { useLocation } from "preact-iso";
import { Page } from "../../components/page.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { PackageForm } from "./package-form.tsx";

export function NewPackage() {
  const { client, announce } = useDashboard();
  const { route } = useLocation();
  return (
    <Page
      title={say("package.createTitle")}
      parent={{ name: say("packages.title"), href: pathOf("subscriptions", "packages") }}
    >
      <PackageForm
        title={say("package.createTitle")}
        submitLabel={say("package.create")}
        submit={async (offered) => {
          const { id } = await client.subscriptionPackages.create(offered);
          announce(say("package.made"));
          route(pathOf("subscriptions", "packages", id));
        }}
      />
    </Page>
  );
}
