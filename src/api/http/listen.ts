import type { FastifyInstance } from "fastify";
import { OperatorError } from "../../runtime/index.ts";

/** Another process listens where this one should. */
export class AddressInUseError extends OperatorError {
  override readonly name = "AddressInUseError";
  constructor(host: string, port: number) {
    super(
      `Another process listens on ${host}:${port} already. Set PORT: each process of a machine needs one of its own, and 0 takes any that is free.`,
    );
  }
}

/** Answers the URL that is served now. Throws `AddressInUseError`. */
export async function listen(
  server: Pick<FastifyInstance, "listen">,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") throw new AddressInUseError(host, port);
    throw error;
  }
}
