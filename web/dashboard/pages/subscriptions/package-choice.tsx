import { Choice } from "../../components/field.tsx";
import { Show } from "../../components/loaded.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { useData } from "../../session/use-data.ts";
import { priceOf } from "./price.ts";

/** One of the packages that take subscriptions, the newest hundred of them; without any it leads to where one is made. */
export function PackageChoice() {
  const { client } = useDashboard();
  const packages = useData(() => client.subscriptionPackages.list({ active: true, limit: 100 }), []);
  return (
    <Show data={packages}>
      {({ data }) =>
        data.length === 0 ? (
          <p>
            {say("subscriptions.noPackage")}{" "}
            <a class="text-link" href={pathOf("subscriptions", "packages", "new")}>
              {say("packages.new")}
            </a>
          </p>
        ) : (
          <Choice name="packageId" label={say("subscriptions.package")}>
            {data.map((offered) => (
              <option key={offered.id} value={offered.id}>
                {say("subscriptions.packageAndPrice", { name: offered.name, price: priceOf(offered) })}
              </option>
            ))}
          </Choice>
        )
      }
    </Show>
  );
}
