import type { Server as ServerView } from "../../../../clients/typescript/types.ts";
import { Badge, type Tone } from "../../components/badge.tsx";
import { Empty } from "../../components/empty.tsx";
import { Facts } from "../../components/facts.tsx";
import { Icon } from "../../components/icon.tsx";
import { Id } from "../../components/id.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { formatCount, shortAddress } from "../../messages/format.ts";
import { say, sayCount } from "../../messages/index.ts";
import { nativeTokenOf } from "../../session/chains.ts";
import { useDashboard } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { useRefresh } from "../../session/use-refresh.ts";
import { SettingsPage } from "./settings-page.tsx";
import "./server.css";

type Chain = ServerView["chains"][number];

/** For who operates the server: what waits there, and each network: how far it is read, by which endpoints, how it is written to, what pays for gas, and whether its tokens deny the fee recipients. */
export function Server() {
  const { client, account } = useDashboard();
  const data = useData(async () => (account.isOperator ? client.chains.server() : null), []);
  useRefresh(data.reload, 15, true);
  return (
    <SettingsPage>
      <Show data={data}>
        {(server) =>
          server === null ? (
            <Empty title={say("server.none")} text={say("server.noneText")} />
          ) : (
            <>
              <Queues server={server} />
              {server.chains.map((chain) => (
                <OneNetwork key={chain.chainId} chain={chain} />
              ))}
            </>
          )
        }
      </Show>
    </SettingsPage>
  );
}

function Queues({ server: { version, node, queues } }: { readonly server: ServerView }) {
  return (
    <Section title={say("server.title")} intro={say("networks.intro")}>
      <Facts
        facts={[
          [say("server.version"), version],
          [say("server.node"), node],
        ]}
      />
      <Table
        caption={say("server.queues")}
        rows={queues}
        keyOf={({ queue }) => queue}
        columns={[
          { name: say("server.queue"), cell: ({ queue }) => <code>{queue}</code> },
          { name: say("server.waiting"), isFigure: true, cell: ({ waiting }) => formatCount(waiting) },
          {
            name: say("server.oldest"),
            isFigure: true,
            cell: ({ waiting, secondsOld }) => (waiting === 0 ? "–" : sayCount("networks.seconds", secondsOld)),
          },
        ]}
      />
    </Section>
  );
}

function OneNetwork({ chain }: { readonly chain: Chain }) {
  const { name, healthy, blockNumber, secondsOld, blocksBehind, error, parts } = chain;
  const broken = parts.filter(({ problem }) => problem !== null);
  return (
    <Section
      title={name}
      actions={
        <Badge text={say(healthy ? "networks.healthy" : "networks.behind")} tone={healthy ? "good" : "attention"} />
      }
    >
      {[error, ...broken.map(({ problem }) => problem)].map(
        (problem) =>
          problem !== null && (
            <p key={problem} class="network-problem small">
              <Icon name="warning" />
              {problem}
            </p>
          ),
      )}
      <Facts
        facts={[
          blockNumber !== null && [say("networks.block"), formatCount(Number(blockNumber))],
          secondsOld !== null && [say("networks.age"), sayCount("networks.seconds", secondsOld)],
          blocksBehind !== null && [say("networks.blocksBehind"), formatCount(Number(blocksBehind))],
          ...parts.map(({ part, problem }): [string, string] => [
            say(`networks.part.${part}`),
            say(problem === null ? "networks.works" : "networks.broken"),
          ]),
        ]}
      />
      {chain.providers.length > 0 && <Providers chain={chain} />}
      {chain.lanes.length > 0 && <Lanes chain={chain} />}
      {chain.balances.length > 0 && <Balances chain={chain} />}
      {chain.feeRecipients.length > 0 && <FeeRecipients chain={chain} />}
    </Section>
  );
}

const tones: Readonly<Partial<Record<Chain["providers"][number]["state"], Tone>>> = {
  healthy: "good",
  "rate-limited": "attention",
};

function Providers({ chain: { name, providers } }: { readonly chain: Chain }) {
  return (
    <Table
      caption={say("networks.providersOf", { chain: name })}
      rows={providers}
      keyOf={({ host }, index) => `${host} ${index}`}
      columns={[
        { name: say("networks.provider"), cell: ({ host }) => host },
        {
          name: say("payments.status"),
          cell: ({ state }) => <Badge text={say(`networks.provider.${state}`)} tone={tones[state] ?? "bad"} />,
        },
        {
          name: say("networks.block"),
          isFigure: true,
          isWide: true,
          cell: ({ blockNumber }) => (blockNumber === null ? "–" : formatCount(Number(blockNumber))),
        },
      ]}
    />
  );
}

function Balances({ chain: { chainId, name, balances } }: { readonly chain: Chain }) {
  return (
    <Table
      caption={say("networks.balancesOf", { chain: name })}
      rows={balances}
      keyOf={({ address }) => address}
      columns={[
        {
          name: say("networks.gas"),
          cell: ({ holder, address }) => (
            <span class="cell-lines">
              {say(`networks.holder.${holder}`)}
              <Id text={address} shown={shortAddress(address)} what={say("references.address")} />
            </span>
          ),
        },
        { name: say("payments.amount"), isWide: true, cell: ({ amount }) => `${amount} ${nativeTokenOf(chainId)}` },
        {
          name: say("networks.paymentsLeft"),
          isFigure: true,
          cell: ({ paymentsLeft, low }) => (
            <>
              {formatCount(Number(paymentsLeft))} {low && <Badge text={say("networks.low")} tone="bad" />}
            </>
          ),
        },
      ]}
    />
  );
}

function Lanes({ chain: { name, lanes } }: { readonly chain: Chain }) {
  return (
    <Table
      caption={say("networks.lanesOf", { chain: name })}
      rows={lanes}
      keyOf={({ lane }) => lane}
      columns={[
        { name: say("networks.lane"), cell: ({ lane }) => say(`networks.lane.${lane}`) },
        {
          name: say("payments.status"),
          cell: ({ available, paused }) => (
            <>
              <Badge
                text={say(available ? "networks.works" : "networks.laneDown")}
                tone={available ? "good" : "attention"}
              />{" "}
              {paused > 0 && <Badge text={say("networks.lanePaused")} tone="bad" />}
            </>
          ),
        },
        {
          name: say("networks.underWay"),
          isFigure: true,
          cell: ({ open, secondsOld }) => (
            <span class="cell-lines">
              {formatCount(open)}
              {open > 0 && <span class="soft small">{sayCount("networks.seconds", secondsOld)}</span>}
            </span>
          ),
        },
      ]}
    />
  );
}

function FeeRecipients({ chain: { name, feeRecipients } }: { readonly chain: Chain }) {
  return (
    <Table
      caption={say("networks.feeRecipientsOf", { chain: name })}
      rows={feeRecipients}
      keyOf={({ router, token }) => `${router} ${token}`}
      columns={[
        {
          name: say("networks.denylist"),
          cell: ({ token, denied }) => (
            <>
              {token}{" "}
              {denied === null ? (
                <Badge text={say("networks.noDenylist")} tone="plain" />
              ) : (
                <Badge text={say(denied ? "networks.denied" : "networks.notDenied")} tone={denied ? "bad" : "good"} />
              )}
            </>
          ),
        },
        {
          name: say("networks.feeRecipient"),
          isWide: true,
          cell: ({ recipient }) => (
            <Id text={recipient} shown={shortAddress(recipient)} what={say("references.address")} />
          ),
        },
        {
          name: say("networks.router"),
          isWide: true,
          cell: ({ router }) => <Id text={router} shown={shortAddress(router)} what={say("references.address")} />,
        },
      ]}
    />
  );
}
