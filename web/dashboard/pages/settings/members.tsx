import { useState } from "preact/hooks";
import type { Invitation, Member } from "../../../../clients/typescript/types.ts";
import { Badge } from "../../components/badge.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { Show } from "../../components/loaded.tsx";
import { Section } from "../../components/section.tsx";
import { ShownOnce } from "../../components/shown-once.tsx";
import { Table } from "../../components/table.tsx";
import { Time } from "../../components/time.tsx";
import { say } from "../../messages/index.ts";
import { useDashboard, useMay } from "../../session/dashboard.ts";
import { useData } from "../../session/use-data.ts";
import { InviteDialog } from "./invite-dialog.tsx";
import { MemberDialog } from "./member-dialog.tsx";
import { SettingsPage } from "./settings-page.tsx";

/** Who works here, and who is invited. */
export function Members() {
  const { client } = useDashboard();
  const mayManage = useMay("manage");
  const [isInviting, setInviting] = useState(false);
  const [link, setLink] = useState<string | null>(null);
  const members = useData(async () => (await client.organization.members()).data, []);
  const invitations = useData(async () => (await client.organization.invitations()).data, []);
  return (
    <SettingsPage>
      <Section
        title={say("members.title")}
        actions={
          mayManage && (
            <button type="button" class="button button-primary" onClick={() => setInviting(true)}>
              <Icon name="plus" />
              {say("members.invite")}
            </button>
          )
        }
      >
        <Show data={members}>{(all) => <MemberTable members={all} changed={members.reload} />}</Show>
      </Section>
      {(invitations.value?.length ?? 0) > 0 && (
        <Section title={say("members.invitations")}>
          <Show data={invitations}>
            {(open) => <InvitationTable invitations={open} changed={invitations.reload} />}
          </Show>
        </Section>
      )}
      {isInviting && (
        <InviteDialog
          close={() => setInviting(false)}
          invited={(url) => {
            setInviting(false);
            setLink(url);
            invitations.reload();
          }}
        />
      )}
      {link && (
        <ShownOnce
          title={say("members.linkTitle")}
          text={say("members.linkText")}
          name={say("members.link")}
          secret={link}
          close={() => setLink(null)}
        />
      )}
    </SettingsPage>
  );
}

type MemberTableProps = { readonly members: readonly Member[]; readonly changed: () => void };

function MemberTable({ members, changed }: MemberTableProps) {
  const { account } = useDashboard();
  const mayManage = useMay("manage");
  const mayOwn = useMay("own");
  const [changing, change] = useState<Member | null>(null);
  const mayChange = ({ id, role }: Member) => mayManage && id !== account.id && (mayOwn || role !== "owner");
  return (
    <>
      <Table
        caption={say("members.title")}
        rows={members}
        keyOf={({ id }) => id}
        columns={[
          {
            name: say("members.name"),
            cell: ({ id, name, email, disabledAt }) => (
              <span class="cell-lines">
                <span class="row">
                  {name}
                  {id === account.id && <Badge text={say("members.you")} tone="plain" />}
                  {disabledAt !== null && <Badge text={say("members.disabled")} tone="bad" />}
                </span>
                <span class="soft small">{email}</span>
              </span>
            ),
          },
          { name: say("members.role"), cell: ({ role }) => <span class="nowrap">{say(`members.role.${role}`)}</span> },
          { name: say("members.keys"), isWide: true, isFigure: true, cell: ({ activeKeys }) => activeKeys },
          { name: say("members.since"), isWide: true, cell: ({ createdAt }) => <Time at={createdAt} isShort /> },
          ...(mayManage
            ? [
                {
                  name: say("members.change"),
                  isFigure: true,
                  cell: (member: Member) =>
                    mayChange(member) && (
                      <button
                        type="button"
                        class="button"
                        aria-label={say("members.changeOf", { name: member.name })}
                        onClick={() => change(member)}
                      >
                        {say("members.change")}
                      </button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {changing && <MemberDialog member={changing} close={() => change(null)} changed={changed} />}
    </>
  );
}

type InvitationTableProps = { readonly invitations: readonly Invitation[]; readonly changed: () => void };

function InvitationTable({ invitations, changed }: InvitationTableProps) {
  const { client, announce } = useDashboard();
  const mayManage = useMay("manage");
  return (
    <Table
      caption={say("members.invitations")}
      rows={invitations}
      keyOf={({ id }) => id}
      columns={[
        { name: say("members.email"), cell: ({ email }) => email },
        { name: say("members.role"), cell: ({ role }) => <span class="nowrap">{say(`members.role.${role}`)}</span> },
        { name: say("members.expires"), isWide: true, cell: ({ expiresAt }) => <Time at={expiresAt} isShort /> },
        ...(mayManage
          ? [
              {
                name: say("members.revoke"),
                isFigure: true,
                cell: ({ id, email }: Invitation) => (
                  <ConfirmButton
                    label={say("members.revoke")}
                    what={email}
                    title={say("members.revokeTitle")}
                    text={say("members.revokeText", { email })}
                    run={async () => {
                      await client.members.revokeInvitation(id);
                      announce(say("members.revoked"));
                      changed();
                    }}
                  />
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
