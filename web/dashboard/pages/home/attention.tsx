import type { Analytics } from "../../../../clients/typescript/types.ts";
import { Icon } from "../../components/icon.tsx";
import { Section } from "../../components/section.tsx";
import { say } from "../../messages/index.ts";
import { mayDo, useDashboard } from "../../session/dashboard.ts";
import { serverNow } from "../../session/server-time.ts";
import { useData } from "../../session/use-data.ts";
import { concernsOf } from "./concerns.ts";

/** What wants somebody, each with the way to mend it. Nothing where nothing does. */
export function Attention({ analytics }: { readonly analytics: Analytics | undefined }) {
  const { client, account, membership, mode } = useDashboard();
  const mayManage = mayDo(membership, "manage");
  const { value } = useData(async () => {
    const [endpoints, failed, organization, keys, status] = await Promise.all([
      client.webhooks.listEndpoints(),
      client.webhooks.deliveries({ status: "FAILED", limit: 20 }),
      client.organization.retrieve(),
      // Who does not manage keys does not see them.
      mayManage ? client.apiKeys.list() : [],
      // Where the status is kept in a network of its own, nothing is said of it.
      client.chains.status().catch(() => ({ chains: [] })),
    ]);
    return {
      endpoints: endpoints.data,
      failed: failed.data,
      organization,
      keys,
      chains: status.chains.filter((chain) => chain.mode === mode),
    };
  }, []);
  if (value === undefined) return null;
  const concerns = concernsOf({ ...value, account, analytics, now: serverNow().getTime() });
  if (concerns.length === 0) return null;
  return (
    <Section title={say("attention.title")}>
      <ul class="attention">
        {concerns.map(({ text, href, act }) => (
          <li key={text}>
            <Icon name="warning" />
            <span class="attention-text">{text}</span>
            <a class="text-link small" href={href}>
              {act}
            </a>
          </li>
        ))}
      </ul>
    </Section>
  );
}
