import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stack, type StackOptions, startStack } from "../../scripts/stack.ts";
import { createTestDatabase } from "./database.ts";

/** The whole product on local chains, on the database under test. Stopping it takes everything away. */
export async function startTestStack(options: Omit<StackOptions, "directory" | "database"> = {}): Promise<Stack> {
  const directory = await mkdtemp(join(tmpdir(), "railsplit-"));
  const database = await createTestDatabase();
  const clear = async () => {
    await database.drop();
    await rm(directory, { recursive: true });
  };
  try {
    const stack = await startStack({ ...options, directory, database: database.options });
    const stopStack = stack.stop;
    const stop = async () => {
      await stopStack();
      await clear();
    };
    return Object.assign(stack, { stop, [Symbol.asyncDispose]: stop });
  } catch (error) {
    await clear();
    throw error;
  }
}
