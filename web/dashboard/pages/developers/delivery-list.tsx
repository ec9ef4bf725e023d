import { useState } from "preact/hooks";
import type { DeliveryFilter, WebhookDelivery } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Failure } from "../../components/failure.tsx";
import { Show } from "../../components/loaded.tsx";
import { Pager } from "../../components/pager.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { pathOf } from "../../session/paths.ts";
import { usePages } from "../../session/use-pages.ts";
import { useRefresh } from "../../session/use-refresh.ts";

const tones: Readonly<Record<WebhookDelivery["status"], Tone>> = {
  PENDING: "waiting",
  DELIVERED: "good",
  FAILED: "bad",
};

/** What was sent and what was answered, with the way to send it again. */
export function DeliveryList({ filter }: { readonly filter: DeliveryFilter }) {
  const { client, announce } = useDashboard();
  const mayManage = useMay("manage");
  const [error, setError] = useState<unknown>(undefined);
  const page = usePages<WebhookDelivery>(
    (cursor) => client.webhooks.deliveries({ ...filter, ...(cursor && { cursor }) }),
    [filter],
  );
  useRefresh(page.reload, 15);
  const sendAgain = async (id: string) => {
    setError(undefined);
    try {
      await client.webhooks.redeliver(id);
      announce(say("deliveries.againDone"));
      page.reload();
    } catch (failure) {
      setError(failure);
    }
  };
  return (
    <Section title={say("deliveries.title")} intro={say("deliveries.intro")}>
      <Failure error={error} />
      <Show data={page}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty title={say("deliveries.none")} text={say("deliveries.noneText")} />
          ) : (
            <Table
              caption={say("deliveries.title")}
              rows={data}
              keyOf={({ id }) => id}
              columns={[
                {
                  name: say("deliveries.event"),
                  cell: ({ type, paymentId, lastError, status }) => (
                    <span class="cell-lines">
                      {paymentId === null ? type : <a href={pathOf("payments", paymentId)}>{type}</a>}
                      {status !== "DELIVERED" && lastError && <span class="soft small">{lastError}</span>}
                    </span>
                  ),
                },
                {
                  name: say("deliveries.status"),
                  cell: ({ status }) => <Badge text={say(`deliveries.status.${status}`)} tone={tones[status]} />,
                },
                { name: say("deliveries.answer"), isWide: true, cell: ({ responseStatus }) => responseStatus ?? "–" },
                { name: say("deliveries.attempts"), isWide: true, isFigure: true, cell: ({ attempts }) => attempts },
                {
                  name: say("deliveries.when"),
                  isWide: true,
                  cell: ({ deliveredAt, createdAt }) => <Time at={deliveredAt ?? createdAt} isShort />,
                },
                ...(mayManage
                  ? [
                      {
                        name: say("deliveries.again"),
                        isFigure: true,
                        cell: ({ id }: WebhookDelivery) => (
                          <button type="button" class="button" onClick={() => void sendAgain(id)}>
                            {say("deliveries.again")}
                          </button>
                        ),
                      },
                    ]
                  : []),
              ]}
            />
          )
        }
      </Show>
      <Pager {...page} />
    </Section>
  );
}
