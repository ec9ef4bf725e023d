import type { FastifyReply, FastifyRequest } from "fastify";
import {
  type Actor,
  type Caller,
  type Manager,
  organizationsOf,
  type SessionCredential,
  scopesOf,
} from "../../access/index.ts";
import { authenticateSession, type PeopleContext, SignedOutError } from "../../people/index.ts";
import { type MemberRole, type Mode, modes, type Organization, type Session, type User } from "../../store/index.ts";
import { requireEncryption } from "./encrypted-only.ts";
import { ApiError } from "./errors.ts";
import type { Limiter } from "./limits/index.ts";
import { type OperatorsContext, requireOperator } from "./operators.ts";
import { requireSameOrigin } from "./same-origin.ts";
import { sessionTokenOf } from "./session-cookie.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Who in an organization may use a route for people alone; left out: whoever is signed in, also who is in none. */
    roles?: readonly MemberRole[];
    /** A person must have signed in with a passkey or a second factor. */
    isStrong?: boolean;
    /** A person must be among those who operate the server. */
    isForOperators?: boolean;
  }
}

/** How long a sign-in counts as one of this moment, for what would be worth stealing a session for. Milliseconds. */
export const freshness = 10 * 60_000;

/** Somebody who is signed in. */
export type Person = { readonly session: Session; readonly user: User };

type Membership = { readonly organization: Organization; readonly role: MemberRole; readonly mode: Mode };

const people = new WeakMap<FastifyRequest, Person>();
const memberships = new WeakMap<FastifyRequest, Membership>();

/** Throws a 401 for who is not signed in, and a 403 for a change that another site's page asks for. */
export async function personOfSession(context: PeopleContext, request: FastifyRequest): Promise<Person> {
  const token = sessionTokenOf(request, context);
  if (token === undefined) throw new SignedOutError();
  requireEncryption(request);
  if (!["GET", "HEAD"].includes(request.method)) requireSameOrigin(request, context);
  return authenticateSession(context, token);
}

/** A `preParsing` hook of routes for people alone: what a key must not do, whatever it allows. */
export function requirePerson(context: PeopleContext & OperatorsContext & { readonly limiter: Limiter }) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const hasKey = request.headers.authorization !== undefined || request.headers["x-api-key"] !== undefined;
    if (hasKey) throw new ApiError("SESSION_REQUIRED", "People alone do this, who are signed in: no key does.");
    const person = await personOfSession(context, request);
    const { roles, isFresh = false, isStrong = false, isForOperators = false } = request.routeOptions.config;
    const membership = roles && (await requireOrganization(context, request, person));
    const limits = membership?.organization.limits ?? undefined;
    context.limiter.count(request, reply, { kind: "person", id: person.user.id, limits });
    if (membership && !roles?.includes(membership.role)) {
      const { role } = membership;
      const message = `Your role, ${role}, does not allow this: it needs ${roles?.join(" or ")}.`;
      throw new ApiError("ROLE_INSUFFICIENT", message, { role });
    }
    if (isForOperators) requireOperator(context, person.user);
    if (isFresh) requireFresh({ signedInAt: person.session.createdAt }, context.clock());
    if (isStrong) requireStrong(person.session);
    people.set(request, person);
    if (membership) memberships.set(request, membership);
  };
}

/** Throws a 403 unless a person signed in within the last ten minutes. */
export function requireFresh({ signedInAt }: Pick<SessionCredential, "signedInAt">, now: Date): void {
  if (now.getTime() - signedInAt.getTime() < freshness) return;
  throw new ApiError("FRESH_SIGN_IN_REQUIRED", "This needs a sign-in of the last ten minutes: sign in again.");
}

function requireStrong({ isStrong }: Session): void {
  if (isStrong) return;
  const message = "This needs a sign-in with a passkey that verifies you, or with your app: sign in so.";
  throw new ApiError("STRONG_SIGN_IN_REQUIRED", message);
}

/** The organization and mode that the headers name, or the session's own. Throws a 403 where the person is no member of it. */
export async function requireOrganization(
  { database }: PeopleContext,
  { headers }: FastifyRequest,
  { session, user }: Person,
): Promise<Membership> {
  const mode = headers["x-mode"] ?? session.mode;
  if (!isMode(mode)) {
    const errors = [{ path: ["X-Mode"], message: `expected ${modes.join(" or ")}` }];
    throw new ApiError("VALIDATION_FAILED", "The request is not valid: see errors.", { errors });
  }
  const id = headers["x-organization"] ?? session.organizationId;
  const own = await organizationsOf(database, user.id);
  const found = own.find(({ organization }) => organization.id === id);
  if (!found) {
    throw new ApiError(
      "NOT_A_MEMBER",
      "You work in no such organization, or not any more: GET /v1/account lists yours.",
    );
  }
  return { ...found, mode };
}

/** A person as a caller of the API, beside keys. */
export function sessionCaller({ session, user }: Person, { organization, role, mode }: Membership): Caller {
  const credential = {
    kind: "session",
    sessionId: session.id,
    userId: user.id,
    role,
    signedInAt: session.createdAt,
    isStrong: session.isStrong,
  } as const;
  const limits = { scopes: scopesOf(role), allowedAddresses: [], allowedOrigins: [], expiresAt: null };
  return { organization, mode, credential, ...limits };
}

/** Who sent a request that `requirePerson` let through. */
export function personOf(request: FastifyRequest): Person {
  const person = people.get(request);
  if (!person) throw new Error(`${request.method} ${request.url} has no requirePerson hook.`);
  return person;
}

/** Of a route that names roles: the organization, and by what right its members are managed. */
export function managementOf(
  request: FastifyRequest,
): Membership & { readonly manager: Manager & { readonly actor: Actor } } {
  const membership = memberships.get(request);
  if (!membership) throw new Error(`${request.method} ${request.url} names no roles.`);
  const actor = { kind: "user", id: personOf(request).user.id, address: request.ip } as const;
  return { ...membership, manager: { role: membership.role, actor } };
}

const isMode = (text: unknown): text is Mode => (modes as readonly unknown[]).includes(text);
