import type { RequestOptions, Transport } from "../transport.ts";
import type { ChangeMember, Invitation, Invite, Member, NewInvitation } from "../types.ts";

const pathOf = (id: string) => `/v1/members/${encodeURIComponent(id)}`;

/** Who works in an organization. Keys read it (`organization.members`); people change it, with a session. */
export class Members {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  update(id: string, change: ChangeMember, options: RequestOptions = {}): Promise<Member> {
    return this.#transport.json({ method: "PATCH", path: pathOf(id), body: change, ...options });
  }

  /** Ends the membership, and the keys that this person made. */
  remove(id: string, options: RequestOptions = {}): Promise<Member> {
    return this.#transport.json({ method: "DELETE", path: pathOf(id), ...options });
  }

  /** Makes another member the owner in your place. */
  transferOwnership(id: string, options: RequestOptions = {}): Promise<Member> {
    return this.#transport.json({ method: "POST", path: `${pathOf(id)}/ownership`, ...options });
  }

  invite(invitation: Invite, options: RequestOptions = {}): Promise<NewInvitation> {
    return this.#transport.json({ method: "POST", path: "/v1/invitations", body: invitation, ...options });
  }

  revokeInvitation(id: string, options: RequestOptions = {}): Promise<Invitation> {
    const path = `/v1/invitations/${encodeURIComponent(id)}`;
    return this.#transport.json({ method: "DELETE", path, ...options });
  }
}
