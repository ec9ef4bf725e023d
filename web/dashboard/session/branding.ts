import type { Organization } from "../../../clients/typescript/types.ts";
import { useDashboard } from "./dashboard.ts";
import { useData } from "./use-data.ts";

/** How customers see the organization; undefined until it is loaded, and where it cannot be. */
export function useBranding(): Organization | undefined {
  const { client, membership } = useDashboard();
  return useData(() => client.organization.retrieve(), [membership.id]).value;
}
