import { type List, listOf, type PageBody } from "../page.ts";
import type { RequestOptions, Transport } from "../transport.ts";
import type {
  AuditEntry,
  ChangeSettlementAddress,
  InvitationList,
  MemberList,
  Organization as OrganizationSettings,
  PageQuery,
  SetLogo,
  UpdateOrganization,
} from "../types.ts";

/** What your organization decides for all of its payments, and what was changed. */
export class Organization {
  readonly #transport: Transport;
  constructor(transport: Transport) {
    this.#transport = transport;
  }

  retrieve(options: RequestOptions = {}): Promise<OrganizationSettings> {
    return this.#transport.json({ method: "GET", path: "/v1/organization", ...options });
  }

  /** What is left out stays as it is, and null clears. */
  update(changes: UpdateOrganization, options: RequestOptions = {}): Promise<OrganizationSettings> {
    return this.#transport.json({ method: "PATCH", path: "/v1/organization", body: changes, ...options });
  }

  /** The picture that your customers see: a PNG or an SVG in base64. */
  setLogo(logo: SetLogo, options: RequestOptions = {}): Promise<OrganizationSettings> {
    return this.#transport.json({ method: "PUT", path: "/v1/organization/logo", body: logo, ...options });
  }

  removeLogo(options: RequestOptions = {}): Promise<OrganizationSettings> {
    return this.#transport.json({ method: "DELETE", path: "/v1/organization/logo", ...options });
  }

  /** Where the money goes, of one chain or of all without their own (`default`), from a day later on. With a session alone. */
  changeSettlementAddress(
    chain: number | "default",
    change: ChangeSettlementAddress,
    options: RequestOptions = {},
  ): Promise<OrganizationSettings> {
    const path = `/v1/organization/settlement-addresses/${chain}`;
    return this.#transport.json({ method: "PUT", path, body: change, ...options });
  }

  /** Takes back a change that waits. */
  cancelSettlementAddressChange(
    chain: number | "default",
    options: RequestOptions = {},
  ): Promise<OrganizationSettings> {
    const path = `/v1/organization/settlement-addresses/${chain}/pending`;
    return this.#transport.json({ method: "DELETE", path, ...options });
  }

  /** Who works in it. People alone change that, in a browser. */
  members(options: RequestOptions = {}): Promise<MemberList> {
    return this.#transport.json({ method: "GET", path: "/v1/members", ...options });
  }

  /** Open invitations to it. */
  invitations(options: RequestOptions = {}): Promise<InvitationList> {
    return this.#transport.json({ method: "GET", path: "/v1/invitations", ...options });
  }

  /** Every change of access, keys, settings and webhooks, the newest first. */
  auditLog({ cursor, limit }: PageQuery = {}, options: RequestOptions = {}): List<AuditEntry> {
    const read = (from: string | undefined) =>
      this.#transport.json<PageBody<AuditEntry>>({
        method: "GET",
        path: "/v1/audit-log",
        query: { limit, cursor: from },
        ...options,
      });
    return listOf(read, cursor);
  }
}
