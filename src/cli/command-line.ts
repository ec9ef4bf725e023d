import { DomainError, OperatorError } from "../runtime/index.ts";
import { type Command, UsageError } from "./command.ts";
import { commands } from "./commands.ts";

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
    const isExpected = error instanceof OperatorError || error instanceof DomainError;
    console.error(isExpected ? `${error.message}\nSee --help.` : error);
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
  const act = await command.load();
  await act(args);
}
