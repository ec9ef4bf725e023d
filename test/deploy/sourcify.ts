import { createServer, type IncomingMessage } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import type { Hex } from "viem";
import type { LocalChain } from "../../src/sandbox/local-chain.ts";

const solc = createRequire(import.meta.url)("solc");

export type SourcifyStandIn = {
  readonly url: string;
  /** Chain id and address of each, in the order they were verified. */
  verified(): readonly string[];
  stop(): Promise<void>;
};

/**
 * Stands in for sourcify.dev, whose server is on no registry: version 2 of its API, as the Hardhat plugin uses it. It really compiles what it is
 * sent and compares the outcome with the chain, immutables aside.
 */
export async function startSourcify(chains: readonly (readonly [number, LocalChain])[]): Promise<SourcifyStandIn> {
  const clients = new Map(chains);
  const verified: string[] = [];
  const jobs = new Map<string, object>();

  const answer = async (method: string, path: string, body: string): Promise<[number, object]> => {
    const [, , action, chainOrJob = "", address = ""] = path.split("/");
    const id = `${chainOrJob} ${address}`;
    const contract = { matchId: null, creationMatch: null, runtimeMatch: null, chainId: chainOrJob, address };
    if (action === "contract") {
      return verified.includes(id) ? [200, { ...contract, match: "match" }] : [404, { ...contract, match: null }];
    }
    if (method === "GET") {
      return [
        200,
        {
          isJobCompleted: true,
          jobStartTime: "2026-11-21T00:00:00Z",
          verificationId: chainOrJob,
          ...jobs.get(chainOrJob),
        },
      ];
    }
    const code = await clients.get(Number(chainOrJob))?.getCode({ address: address as Hex });
    const matches = code !== undefined && compilesTo(JSON.parse(body), code);
    if (matches) verified.push(id);
    const error = { customCode: "no_match", message: "The code differs.", errorId: "1" };
    const job = { contract: { ...contract, match: matches ? "match" : null }, ...(matches ? {} : { error }) };
    const jobId = `00000000-0000-4000-8000-${String(jobs.size).padStart(12, "0")}`;
    jobs.set(jobId, job);
    return [202, { verificationId: jobId }];
  };

  const server = createServer(async (request, response) => {
    const [status, body] = await answer(request.method ?? "", request.url ?? "", await bodyOf(request)).catch(
      (error): [number, object] => [500, { customCode: "internal_error", message: `${error}`, errorId: "1" }],
    );
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    verified: () => verified,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

type Submission = { stdJsonInput: { settings: object }; contractIdentifier: string; compilerVersion: string };

function compilesTo({ stdJsonInput, contractIdentifier, compilerVersion }: Submission, code: Hex): boolean {
  if (!solc.version().startsWith(compilerVersion.replace(/^v|\+commit.*/g, ""))) return false;
  const outputSelection = { "*": { "*": ["evm.deployedBytecode"] } };
  const input = { ...stdJsonInput, settings: { ...stdJsonInput.settings, outputSelection } };
  const { contracts, errors } = JSON.parse(solc.compile(JSON.stringify(input)));
  if (contracts === undefined) throw new Error(JSON.stringify(errors));
  const separator = contractIdentifier.lastIndexOf(":");
  const [source, name] = [contractIdentifier.slice(0, separator), contractIdentifier.slice(separator + 1)];
  const { object, immutableReferences } = contracts[source][name].evm.deployedBytecode;
  const found = Buffer.from(code.slice(2), "hex");
  for (const { start, length } of Object.values(immutableReferences).flat() as { start: number; length: number }[]) {
    found.fill(0, start, start + length);
  }
  return found.toString("hex") === object;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
