import { useLocation } from "preact-iso";
import type { WebhookDelivery } from "../../../../clients/typescript/types.ts";
import { say } from "../../messages/index.ts";
import { pathOf, pathWith } from "../../session/paths.ts";
import { DeliveryList } from "./delivery-list.tsx";
import { DevelopersPage } from "./developers-page.tsx";

const statuses = ["PENDING", "DELIVERED", "FAILED"] as const satisfies readonly WebhookDelivery["status"][];

/** Deliveries to all endpoints. */
export function Deliveries() {
  const { query, route } = useLocation();
  const status = statuses.find((each) => each === query.status);
  return (
    <DevelopersPage>
      <label class="row">
        <span class="small soft">{say("deliveries.status")}</span>
        <select
          class="input choice"
          value={status ?? ""}
          onChange={({ currentTarget }) =>
            route(pathWith(pathOf("developers", "deliveries"), { status: currentTarget.value }))
          }
        >
          <option value="">{say("deliveries.any")}</option>
          {statuses.map((each) => (
            <option key={each} value={each}>
              {say(`deliveries.status.${each}`)}
            </option>
          ))}
        </select>
      </label>
      <DeliveryList filter={status ? { status } : {}} />
    </DevelopersPage>
  );
}
