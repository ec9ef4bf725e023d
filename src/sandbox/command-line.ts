import { type Chain, chainById, enabledChains } from "../protocol/index.ts";
import { usualPorts } from "./ports.ts";

/** A mistake on the command line: reported without a stack. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Options of every command with local chains, for `parseArgs`. */
export const sandboxOptions = {
  chains: { type: "string" },
  sandbox: { type: "string" },
  "first-port": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const sandboxHelp = `  --chains 8453,1    only these (default: ${enabledChains.map(({ id }) => id).join(",")})
  --sandbox NAME     what to call this run, whose folder is .sandbox/NAME
  --first-port N     where chains and bundlers listen (default: ${usualPorts.chains}, or further on where those ports are taken)
  -h, --help         this text`;

/** The chains named by `--chains`, or all five. Throws `UsageError`. */
export function readChains(text: string | undefined): readonly Chain[] {
  if (text === undefined) return enabledChains;
  return text.split(",").map((id) => {
    const chain = chainById(Number(id));
    if (chain?.enabled) return chain;
    throw new UsageError(
      `--chains takes ${enabledChains.map((each) => each.id).join(", ")}, with commas between; got "${id}".`,
    );
  });
}

/** Undefined where nothing was asked for. Throws `UsageError` unless it is the number of a port. */
export function readPort(name: string, text: string): number;
export function readPort(name: string, text: string | undefined): number | undefined;
export function readPort(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new UsageError(`${name} takes a port number, got "${text}".`);
}

/** Runs a command and reports errors: a mistake with the help text, anything else with its name, or its stack under DEBUG. */
export async function runCommand(command: () => Promise<void>, help: string): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof UsageError || isParseArgsError(error)) console.error(`${error.message}\n\n${help}`);
    else if (error instanceof Error) console.error(process.env.DEBUG ? error : `${error.name}: ${error.message}`);
    else console.error(`Stopped: ${error}`);
  }
}

function isParseArgsError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && `${error.code}`.startsWith("ERR_PARSE_ARGS");
}
