import { type DestinationStream, type Logger, pino } from "pino";
import { hideSecretsAndPaths } from "./hide-secrets.ts";

/** Characters of a message, frames of a stack, and causes that are written: an error can carry a whole request. */
const most = { message: 500, frames: 15, causes: 5 } as const;

/** What is written of an error, and nothing else that it carries: no body, no parameter, no address of a request. */
export type LoggedError = {
  readonly type: string;
  readonly message: string;
  readonly code?: string | number;
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly errors?: readonly LoggedError[];
};

/** The JSON log of a process. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = { level, serializers: { err: errorForLog } };
  return destination ? pino(options, destination) : pino(options);
}

/** The allowed fields of an error and of its causes. */
export function errorForLog(error: unknown): LoggedError {
  return describe(error, most.causes);
}

function describe(error: unknown, causes: number): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: text(String(error)) };
  const { code, shortMessage } = error as { readonly code?: unknown; readonly shortMessage?: unknown };
  const isMore = causes > 0;
  return {
    type: error.name,
    // viem's whole message has the request in it.
    message: text(typeof shortMessage === "string" ? shortMessage : error.message),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    stack: framesOf(error),
    ...(isMore && error.cause !== undefined ? { cause: describe(error.cause, causes - 1) } : {}),
    ...(isMore && error instanceof AggregateError
      ? { errors: error.errors.slice(0, most.causes).map((one) => describe(one, 0)) }
      : {}),
  };
}

function text(message: string): string {
  const short = message.length > most.message ? `${message.slice(0, most.message)}…` : message;
  return hideSecretsAndPaths(short);
}

/** Without its first lines, which repeat the message. */
function framesOf({ stack = "" }: Error): string {
  const frames = stack.split("\n").filter((line) => line.startsWith("    at "));
  return frames.slice(0, most.frames).join("\n");
}
