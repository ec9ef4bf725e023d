import { organizationsOf } from "../../../access/index.ts";
import { countRecoveryCodes, hasSecondFactor, listPasskeys } from "../../../people/index.ts";
import { type Database, isLanguage, type Passkey, type User } from "../../../store/index.ts";
import { isOperator, type OperatorsContext } from "../../http/operators.ts";
import type { SandboxToolsContext } from "../sandbox/tools.ts";

type AccountViewContext = OperatorsContext & SandboxToolsContext & { readonly database: Database };

/** An account as its person sees it. */
export async function accountView(context: AccountViewContext, user: User) {
  const { database } = context;
  const { id, email, name, emailVerifiedAt, language, createdAt } = user;
  const organizations = await organizationsOf(database, id);
  return {
    id,
    email,
    name,
    emailVerifiedAt: emailVerifiedAt?.toISOString() ?? null,
    organizations: organizations.map(({ organization, role }) => ({
      id: organization.id,
      name: organization.name,
      role,
    })),
    isOperator: isOperator(context, user),
    hasSandboxTools: context.sandboxTools != null,
    passkeys: (await listPasskeys(database, id)).map(passkeyView),
    language: language !== null && isLanguage(language) ? language : null,
    hasTotp: await hasSecondFactor(database, id),
    recoveryCodesLeft: await countRecoveryCodes(database, id),
    createdAt: createdAt.toISOString(),
  };
}

export function passkeyView({ id, name, isBackedUp, lastUsedAt, createdAt }: Passkey) {
  return {
    id,
    name,
    isBackedUp,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  };
}
