import { AlreadyMemberError, MemberNotFoundError, OrganizationNotFoundError } from "../access/index.ts";
import { AddressInUseError, CheckoutPageMissingError } from "../api/index.ts";
import { ChainMismatchError } from "../chain/index.ts";
import { UnreadableFileError } from "../imports/index.ts";
import { PaymentNotFoundError } from "../payments/index.ts";
import { ConfigurationError } from "../server/index.ts";
import { DatabaseInUseError } from "../store/index.ts";
import { StoredSecretsError } from "../webhooks/index.ts";
import { type Command, UsageError } from "./command.ts";
import { createKey } from "./commands/create-key.ts";
import { createOrganization } from "./commands/create-organization.ts";
import { disableMember } from "./commands/disable-member.ts";
import { importExport } from "./commands/import.ts";
import { invite } from "./commands/invite.ts";
import { listMembers } from "./commands/list-members.ts";
import { reconcile } from "./commands/reconcile.ts";
import { recoveries } from "./commands/recoveries.ts";
import { serve } from "./commands/serve.ts";
import { setLimits } from "./commands/set-limits.ts";
import { setSettlementAddress } from "./commands/set-settlement-address.ts";
import { unknownSettlements } from "./commands/unknown-settlements.ts";

const commands: readonly Command[] = [
  serve,
  createOrganization,
  createKey,
  invite,
  listMembers,
  disableMember,
  setLimits,
  setSettlementAddress,
  reconcile,
  recoveries,
  unknownSettlements,
  importExport,
];

/** What the operator or the command line can put right: printed without a stack. */
const expected = [
  UsageError,
  ConfigurationError,
  ChainMismatchError,
  CheckoutPageMissingError,
  AddressInUseError,
  DatabaseInUseError,
  OrganizationNotFoundError,
  MemberNotFoundError,
  AlreadyMemberError,
  PaymentNotFoundError,
  StoredSecretsError,
  UnreadableFileError,
];

const help = `Usage: npm run railsplit -- <command> [options]

Commands
${commands.map(helpOf).join("\n")}

Those that make or list something print JSON on standard output alone, reconcile with --json; each takes --json.
Configuration is read from the environment: see docs/operations.md. <command> --help says what one takes.`;

function helpOf({ name, help }: Command): string {
  const [summary, ...options] = help.split("\n");
  return [`  ${name.padEnd(22)} ${summary}`, ...options.map((line) => `    ${line}`)].join("\n");
}

/** Does what the command line says. What was wrong is printed, and the process will end with 1. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  try {
    await run(args);
  } catch (error) {
    const isExpected = expected.some((type) => error instanceof type);
    console.error(isExpected ? `${(error as Error).message}\nSee --help.` : error);
    process.exitCode = 1;
  }
}

const asksForHelp = (arg: string) => arg === "--help" || arg === "-h";

async function run([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || asksForHelp(name)) return console.log(help);
  const command = commands.find((one) => one.name === name || one.formerName === name);
  if (!command) throw new UsageError(`There is no command "${name}".`);
  if (args.some(asksForHelp))
    return console.log(`Usage: npm run railsplit -- <command> [options]\n\n${helpOf(command)}`);
  await command.run(args);
}
